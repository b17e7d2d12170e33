import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An event as the database has it. */
export type StoredEvent =
  | ({
      readonly t: 'message';
      readonly room: string;
      readonly seq: number;
      readonly at: number;
      readonly by: string;
    } & { readonly n: number; readonly id: string; readonly body: string; readonly fromServer: boolean })
  | {
      readonly t: 'created' | 'joined' | 'left';
      readonly room: string;
      readonly seq: number;
      readonly at: number;
      readonly by: string;
    };

export type StoredMessage = Extract<StoredEvent, { t: 'message' }>;

/** What the database says, read from its file with nothing of the server's between. */
export interface Ledger {
  /** Every room's events by seq. */
  readonly rooms: ReadonlyMap<string, readonly StoredEvent[]>;
  messagesOf(account: string, clientId: string): readonly StoredMessage[];
  readOf(account: string, room: string): number;
}

const EVENTS = `
  select 'message' as t, room_id as room, seq, at, author_id as by, n, client_id as id, body, from_server from messages
  union all
  select kind as t, room_id as room, seq, at, by_id as by, null, null, null, null from room_events
  order by room, seq`;
const READS = 'select account_id as account, room_id as room, n from reads';

export function readLedger(dataFolder: string): Ledger {
  using database = new DatabaseSync(join(dataFolder, 'skein.db'), { readOnly: true, timeout: 5_000 });
  const events = database.prepare(EVENTS).all().map(toEvent);
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
  };
}

/** The last seq of each room. */
export function readHeads(dataFolder: string): ReadonlyMap<string, number> {
  using database = new DatabaseSync(join(dataFolder, 'skein.db'), { readOnly: true, timeout: 5_000 });
  const rows = database.prepare('select id, seq from rooms').all();
  return new Map(rows.map(({ id, seq }) => [String(id), Number(seq)]));
}

function toEvent({ from_server: fromServer, ...row }: Record<string, unknown>): StoredEvent {
  return { ...row, fromServer: fromServer === 1 } as StoredEvent;
}
