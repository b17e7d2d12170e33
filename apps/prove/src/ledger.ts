import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface Place {
  readonly room: string;
  readonly seq: number;
  readonly at: number;
  readonly by: string;
}

/** A body that a message had from the event `seq` on; undefined where it was deleted since. */
export interface Version {
  readonly seq: number;
  readonly body: string | undefined;
}

export interface StoredMessage extends Place {
  readonly t: 'message';
  readonly n: number;
  readonly id: string;
  /** The present one. */
  readonly body: string;
  readonly fromServer: boolean;
  readonly reply?: { readonly seq: number; readonly root: number; readonly r: number };
  /** The first one first. Where they are not known, a message is taken for one that was never changed. */
  readonly versions?: readonly Version[];
  /** The seq of its deletion. */
  readonly deleted?: number;
  /** Something of a body that is stored still, though it was deleted. */
  readonly remains?: string;
}

/** An edit, a deletion, a reaction or the end of one. */
export interface StoredChange extends Place {
  readonly t: 'edited' | 'deleted' | 'reacted' | 'unreacted' | 'pinned' | 'unpinned';
  readonly message: number;
  readonly n: number;
  readonly id: string;
  /** Of a reaction; empty where the message was deleted since. */
  readonly emoji: string;
  /** Of a reaction: how many had put it there then. */
  readonly count: number;
}

/** An event as the database has it. */
export type StoredEvent = StoredMessage | StoredChange | (Place & { readonly t: 'created' | 'joined' | 'left' });

/** How many have put an emoji on a message, by the database's own count. */
export interface StoredReaction {
  readonly room: string;
  readonly message: number;
  readonly emoji: string;
  readonly count: number;
}

/** What the database says, read from its file with nothing of the server's between. */
export interface Ledger {
  /** Every room's events by seq. */
  readonly rooms: ReadonlyMap<string, readonly StoredEvent[]>;
  messagesOf(account: string, clientId: string): readonly StoredMessage[];
  readOf(account: string, room: string): number;
  /** All there are now; without them they are not looked at. */
  readonly reactions?: readonly StoredReaction[];
}

const EVENTS = `
  select 'message' as t, m.room_id as room, m.seq, m.at, author_id as by, n, client_id as id, body, from_server,
    answer.message_seq as answers, root_seq as root, r, null as message, null as emoji, null as count, null as earlier
    from messages m left join replies answer on answer.room_id = m.room_id and answer.seq = m.seq
  union all
  select kind, room_id, seq, at, by_id, n, client_id, null, null, null, null, null, message_seq, '', 0, earlier_body
    from message_changes
  union all
  select kind, room_id, seq, at, by_id, n, client_id, null, null, null, null, null, message_seq, emoji, count, null
    from tag_events
  union all
  select kind, room_id, seq, at, by_id, null, null, null, null, null, null, null, null, null, null, null from room_events
  order by room, seq`;
const READS = 'select account_id as account, room_id as room, n from reads';
const REACTIONS = 'select room_id as room, message_seq as message, emoji, count from reaction_counts';

export function readLedger(dataFolder: string): Ledger {
  using database = new DatabaseSync(join(dataFolder, 'skein.db'), { readOnly: true, timeout: 5_000 });
  const rows = database.prepare(EVENTS).all() as unknown as Row[];
  const changes = Map.groupBy(
    rows.filter(({ earlier }) => earlier !== null),
    ({ room, message }) => `${room} ${message}`,
  );
  const events = rows.map((row) => toEvent(row, changes.get(`${row.room} ${row.seq}`) ?? []));
  const rooms = Map.groupBy(events, ({ room }) => room);
  const messages = Map.groupBy(
    events.filter((event) => event.t === 'message'),
    ({ by, id }) => [by, id].join(' '),
  );
  const reads = new Map(
    database
      .prepare(READS)
      .all()
      .map(({ account, room, n }) => [[account, room].join(' '), Number(n)]),
  );
  return {
    rooms,
    messagesOf: (account, clientId) => messages.get(`${account} ${clientId}`) ?? [],
    readOf: (account, room) => reads.get(`${account} ${room}`) ?? 0,
    reactions: database.prepare(REACTIONS).all() as unknown as StoredReaction[],
  };
}

/** The last seq of each room. */
export function readHeads(dataFolder: string): ReadonlyMap<string, number> {
  using database = new DatabaseSync(join(dataFolder, 'skein.db'), { readOnly: true, timeout: 5_000 });
  const rows = database.prepare('select id, seq from rooms').all();
  return new Map(rows.map(({ id, seq }) => [String(id), Number(seq)]));
}

interface Row extends Place {
  readonly t: StoredEvent['t'];
  readonly n: number;
  readonly id: string;
  readonly body: string;
  readonly from_server: number;
  readonly answers: number | null;
  readonly root: number;
  readonly r: number;
  /** Of a change. */
  readonly message: number | null;
  readonly emoji: string;
  readonly count: number;
  /** Of an edit: the body that it took the place of. */
  readonly earlier: string | null;
}

/** @param changes the message's edits and its deletion, by seq */
function toEvent(row: Row, changes: readonly Row[]): StoredEvent {
  const { t, room, seq, at, by, n, id, body, answers, root, r, message, emoji, count } = row;
  const place = { room, seq, at, by };
  if (t !== 'message')
    return message === null ? ({ t, ...place } as StoredEvent) : { t, ...place, message, n, id, emoji, count };
  const deletion = changes.find((change) => change.t === 'deleted');
  const edits = changes.filter((change) => change.t === 'edited');
  const bodies = [...edits.map(({ earlier }) => earlier!), body];
  const remains = deletion && bodies.find((stored) => stored !== '');
  return {
    ...{ t, ...place, n, id, body, fromServer: row.from_server === 1 },
    ...(answers === null ? {} : { reply: { seq: answers, root, r } }),
    versions: [seq, ...edits.map((edit) => edit.seq)].map((since, index) => ({
      seq: since,
      body: deletion ? undefined : bodies[index]!,
    })),
    ...(deletion && { deleted: deletion.seq }),
    ...(remains !== undefined && { remains }),
  };
}
