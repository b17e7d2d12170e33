import { clip, widthOf } from '@skein/command-line/safe-text';
import type { OutboxEntry } from '@skein/client/outbox';
import { dayRow, itemRows, pendingRows, type RowStyle } from './item-rows.ts';
import type { LineEditor } from './line-editor.ts';
import type { Item } from './room-log.ts';
import type { Frame } from './terminal.ts';

/** Everything that one frame shows. */
export interface Shown extends RowStyle {
  readonly height: number;
  readonly title: string;
  readonly status: string;
  /** The line between messages and input: who types, what is unread elsewhere. */
  readonly hint: string;
  readonly items: readonly Item[];
  readonly pending: readonly OutboxEntry[];
  /** Rows scrolled up from the end. */
  readonly scrolled: number;
  readonly editor: LineEditor;
}

const PROMPT = '> ';
const ROWS_AROUND = 3;

/**
 *     title                     status
 *     messages, the newest at the bottom
 *     hint
 *     > what is typed
 *
 * @returns the frame, and how far up it is scrolled at most
 */
export function layout(shown: Shown): { readonly frame: Frame; readonly scrolled: number } {
  const { columns, height, palette, hint, editor, status } = shown;
  const room = Math.max(1, height - ROWS_AROUND);
  const { rows, scrolled } = visibleRows(shown, room);
  const typed = editor.view(columns - PROMPT.length - 1);
  const filler = Array<string>(Math.max(0, room - rows.length)).fill('');
  const title = clip(shown.title, Math.max(0, columns - widthOf(status) - 3));
  const gap = ' '.repeat(Math.max(0, columns - widthOf(title) - widthOf(status) - 2));
  const bar = palette.bar(clip(` ${title}${gap}${status} `, columns));
  return {
    scrolled,
    frame: {
      rows: [bar, ...filler, ...rows, palette.quiet(clip(hint, columns)), PROMPT + typed.text],
      cursor: { row: height - 1, column: PROMPT.length + typed.cursor },
    },
  };
}

/** Goes up from the end, and makes no rows that nobody sees. */
function visibleRows(shown: Shown, room: number): { readonly rows: readonly string[]; readonly scrolled: number } {
  const { items, pending, scrolled } = shown;
  const wanted = room + scrolled;
  const rows: string[] = pending.flatMap((entry) => pendingRows(entry, shown));
  for (let index = items.length - 1; index >= 0 && rows.length < wanted; index--) {
    const item = items[index]!;
    const before = items.slice(0, index).findLast((earlier) => 'at' in earlier);
    const day = 'at' in item ? dayRow(item.at, before && 'at' in before ? before.at : undefined, shown.palette) : [];
    rows.unshift(...day, ...itemRows(item, shown));
  }
  const most = Math.max(0, rows.length - room);
  const from = Math.min(scrolled, most);
  return { rows: rows.slice(Math.max(0, rows.length - room - from), rows.length - from), scrolled: from };
}
