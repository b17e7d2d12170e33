import type { Attachment } from '@skein/client/attachments';
import type { Refusal } from '@skein/protocol/errors';
import type { Message } from '@skein/protocol/rooms';
import type { ShownEvent } from './event-window.ts';
import type { PendingChange } from './pending-changes.ts';

/** How a message of one's own stands before its event has come. */
export type PendingState =
  | { readonly state: 'sending' }
  | { readonly state: 'stored' }
  | { readonly state: 'refused'; readonly error: Refusal };

export interface PendingMessage {
  readonly id: string;
  readonly by: string;
  readonly name: string;
  readonly at: number;
  readonly body: string;
  /** The seq of the message that it answers. */
  readonly reply?: number | undefined;
  readonly standing: PendingState;
  readonly attachments?: readonly Attachment[];
}

/**
 * Somebody came or went, or set something for the room. That the room was made is told above the rows, and a profile
 * where its name stands.
 */
export type Change = Extract<ShownEvent, { t: 'joined' | 'left' | 'settings' | 'role' }>;

/** `isHead` rows open a group: they carry the author's name and the time. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      /** An edit or a deletion of it that is on its way, or was refused. */
      readonly change: PendingChange | undefined;
      readonly isHead: boolean;
    }
  | {
      readonly kind: 'pending';
      readonly key: string;
      readonly message: PendingMessage;
      readonly refusedAs: 'post' | PendingChange['t'];
      readonly isHead: boolean;
    }
  | { readonly kind: 'changes'; readonly key: string; readonly changes: readonly Change[] };

export interface RowOptions {
  /** Messages with a higher `n` are under the line that says "new". */
  readonly readUpTo: number | undefined;
  /** The day of a time, as a key: two times of one day have the same. */
  readonly dayOf: (at: number) => string;
  /** In the order written: of several of one message the last is shown. */
  readonly changes?: readonly PendingChange[];
}

/** After this long, the same author's next message opens a group of its own, so that its time is seen. */
const GROUP_GAP_MS = 10 * 60_000;

/**
 * What the timeline shows, from what happened and what is still on its way. A message keeps its key from the moment it is
 * written until it is history, so its element stays where it is.
 */
export function toRows(
  events: readonly ShownEvent[],
  pending: readonly PendingMessage[],
  { readUpTo, dayOf, changes = [] }: RowOptions,
): readonly Row[] {
  const rows: Row[] = [];
  const changesByMessage = new Map(changes.map((change) => [change.message, change]));
  let day: string | undefined;
  let group: { by: string; at: number; fromServer: boolean } | undefined;
  let isDivided = readUpTo === undefined;

  function openDay(at: number): void {
    const next = dayOf(at);
    if (next === day) return;
    day = next;
    group = undefined;
    rows.push({ kind: 'day', key: `day:${next}`, at });
  }

  function joinsGroup(by: string, at: number, fromServer: boolean): boolean {
    const joins = group?.by === by && group.fromServer === fromServer && at - group.at < GROUP_GAP_MS;
    group = { by, at, fromServer };
    return joins;
  }

  for (const event of events) {
    if (event.t === 'created' || event.t === 'profile') continue;
    openDay(event.at);
    if (event.t !== 'message') {
      group = undefined;
      addChange(rows, event);
      continue;
    }
    if (!isDivided && event.n > readUpTo!) {
      isDivided = true;
      group = undefined;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    const isHead = !joinsGroup(event.by, event.at, event.from === 'server');
    const change = event.deleted ? undefined : changesByMessage.get(event.seq);
    if (change) changesByMessage.delete(event.seq);
    rows.push({ kind: 'message', key: messageKey(event.by, event.id), message: event, change, isHead });
  }
  const newestAt = events.at(-1)?.at ?? 0;
  const shown = new Set(pending.length === 0 ? [] : rows.map(({ key }) => key));
  // A change that was refused is its writer's, also where the message is not there to show it at.
  const orphans = [...changesByMessage.values()].filter(({ standing }) => standing.state === 'refused');
  const atEnd: readonly (PendingMessage | PendingChange)[] = [...pending, ...orphans];
  for (const message of atEnd) {
    const key = messageKey(message.by, message.id);
    if (shown.has(key)) continue;
    const at = Math.max(message.at, newestAt);
    openDay(at);
    const isHead = !joinsGroup(message.by, at, false);
    rows.push({ kind: 'pending', key, message, refusedAs: 't' in message ? message.t : 'post', isHead });
  }
  return rows;
}

/** Rows of messages that say what they said before are the same objects: they need not be looked at again. */
export function reuseRows(rows: readonly Row[], before: readonly Row[]): readonly Row[] {
  const known = new Map(before.map((row) => [row.key, row]));
  return rows.map((row) => {
    const was = known.get(row.key);
    const isSame =
      row.kind === 'message' &&
      was?.kind === 'message' &&
      was.message === row.message &&
      was.change === row.change &&
      was.isHead === row.isHead;
    return isSame ? was : row;
  });
}

/** The key of the row with the message of this seq, or of the first after it, or of the last: it may be gone. */
export function nearestMessage(rows: readonly Row[], seq: number): string | undefined {
  const messages = rows.filter((row) => row.kind === 'message');
  return (messages.find(({ message }) => message.seq >= seq) ?? messages.at(-1))?.key;
}

/** Client ids are unique within an account only. */
function messageKey(by: string, id: string): string {
  return `message:${by}:${id}`;
}

/** What happens besides messages is told in one line as long as nobody says anything in between. */
function addChange(rows: Row[], change: Change): void {
  const last = rows.at(-1);
  if (last?.kind === 'changes') rows[rows.length - 1] = { ...last, changes: [...last.changes, change] };
  else rows.push({ kind: 'changes', key: `changes:${change.seq}`, changes: [change] });
}
