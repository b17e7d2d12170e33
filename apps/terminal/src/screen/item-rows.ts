import { widthOf } from '@skein/command-line/safe-text';
import type { OutboxEntry } from '@skein/client/outbox';
import type { Message } from '@skein/protocol/rooms';
import { happening, messageLines, nameOf, textLine, timeOf } from '../event-text.ts';
import type { Names } from '../names.ts';
import { refusalText } from '../refusal-text.ts';
import type { Palette } from './palette.ts';
import type { Item } from './room-log.ts';
import { wrap } from './wrap.ts';

const TIME_COLUMNS = 6;
/** Longer names leave no room for what they say. */
const LEAST_TEXT_COLUMNS = 20;

export interface RowStyle {
  readonly columns: number;
  readonly palette: Palette;
  /** The account that reads. */
  readonly self: string | undefined;
  readonly names: Names;
}

/** The rows of one thing in the timeline, each no wider than the terminal. */
export function itemRows(item: Item, style: RowStyle): readonly string[] {
  const { columns, palette } = style;
  switch (item.t) {
    case 'said':
      return item.lines.flatMap((line) => wrap(line, columns)).map(palette.notice);
    case 'new':
      return [palette.alert('── new ──')];
    case 'message':
      return messageRows(item, style);
    default: {
      const said = happening(item, style.names);
      return said === undefined ? [] : wrap(`${timeOf(item.at)} * ${said}`, columns).map(palette.quiet);
    }
  }
}

const PENDING = {
  delete: 'delete a message',
  react: 'react to a message',
  unreact: 'take a reaction back',
  pin: 'pin a message',
  unpin: 'unpin a message',
} as const;

/** What waits to be sent, or was refused. */
export function pendingRows(entry: OutboxEntry, { columns, palette, names }: RowStyle): readonly string[] {
  const body = 'body' in entry ? names.shown(entry.body) : PENDING[entry.t];
  const mark = entry.refusal ? 'not sent: ' : '  …   ';
  const rows = body.split('\n').flatMap((line) => wrap(mark + textLine(line), columns));
  if (!entry.refusal) return rows.map(palette.quiet);
  return [...rows, ...wrap(refusalText(entry.refusal), columns)].map(palette.failed);
}

/** The day, where it is another than that of the message before. */
export function dayRow(at: number, before: number | undefined, palette: Palette): readonly string[] {
  const day = dayOf(at);
  return before !== undefined && dayOf(before) === day ? [] : [palette.quiet(`── ${day} ──`)];
}

function messageRows(message: Message, { columns, palette, self, names }: RowStyle): readonly string[] {
  const name = `${nameOf(message, names)}:`;
  const nameWidth = widthOf(name);
  const lines = messageLines(message, names);
  const isNameAlone = TIME_COLUMNS + nameWidth + 1 + LEAST_TEXT_COLUMNS > columns;
  const style = message.from === 'server' ? palette.alert : message.by === self ? palette.own : palette.name;
  const text = message.deleted ? palette.quiet : message.from === 'server' ? palette.alert : plain;
  const time = palette.quiet(timeOf(message.at));
  const [first = '', ...rest] = lines;
  if (isNameAlone) {
    const nameRows = wrap(name, Math.max(1, columns - TIME_COLUMNS));
    return [
      ...nameRows.map((row, index) => (index === 0 ? `${time} ${style(row)}` : indent(style(row)))),
      ...lines.flatMap((line) => wrap(line, Math.max(1, columns - TIME_COLUMNS))).map((row) => indent(text(row))),
    ];
  }
  // The first row stands behind the name, the others under it.
  const [head = '', ...more] = wrap('\u00a0'.repeat(nameWidth + 1) + first, columns - TIME_COLUMNS);
  return [
    `${time} ${style(name)} ${text(head.slice(nameWidth + 1))}`,
    ...[...more, ...rest.flatMap((line) => wrap(line, columns - TIME_COLUMNS))].map((row) => indent(text(row))),
  ];
}

function plain(text: string): string {
  return text;
}

function indent(row: string): string {
  return ''.padEnd(TIME_COLUMNS) + row;
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}
