import { DatabaseSync } from 'node:sqlite';
import type { PushSubscriptionView } from '@skein/protocol/push';
import webPush from 'web-push';
import { createPrivately } from '../storage/create-privately.ts';

export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface Subscription extends PushSubscriptionView {
  readonly account: string;
  readonly session: string;
}

/** How far the main database was followed: the row of its last message, and what stood there; and the rows of its last events of other kinds. */
export interface Followed {
  readonly historyId: string;
  readonly row: number;
  readonly mark: string;
  /** Of the last event of a room that is no message; not in a file from before these were followed. */
  readonly eventRow?: number;
  /** Of the last edit or deletion; likewise. */
  readonly changeRow?: number;
}

/**
 * What a device is to be told of a room: the newest message, and how many came since it was told last. With a `count` of 0 it is that
 * its account was brought into the room, by the event at `seq`.
 */
export interface Waiting {
  readonly endpoint: string;
  readonly room: string;
  readonly seq: number;
  readonly n: number;
  readonly count: number;
  readonly dueAt: number;
  readonly tries: number;
}

/** What a device shows of a room, as far as is known here. */
export interface Shown {
  readonly endpoint: string;
  readonly room: string;
  readonly seq: number;
  readonly n: number;
  readonly sentAt: number;
}

/** How long a device is believed to show what it was told. */
const SHOWN_FOR_MS = 24 * 60 * 60_000;
const MOST_SUBSCRIPTIONS_OF_ONE = 20;

/**
 * `push.db`: who wants to be told on which device, and what they are still to be told. Its own file with a writer of its own,
 * so that telling people costs the ledger nothing. What was followed is written in one transaction with what came of it: a
 * crash loses none and adds none.
 */
export class PushFile implements Disposable {
  readonly keys: PushKeys;
  readonly #database: DatabaseSync;

  constructor(file: string) {
    createPrivately(file);
    this.#database = new DatabaseSync(file, { timeout: 5_000 });
    this.#database.exec(TABLES);
    this.#renewShown();
    this.keys = this.#readOrMakeKeys();
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  get followed(): Followed | undefined {
    return this.#read<Followed>('followed');
  }

  get hasSubscriptions(): boolean {
    return this.#database.prepare('select 1 from subscriptions limit 1').get() !== undefined;
  }

  subscription(endpoint: string): Subscription | undefined {
    const row = this.#database.prepare('select * from subscriptions where endpoint = ?').get(endpoint);
    return row && toSubscription(row);
  }

  subscriptions(): readonly Subscription[] {
    return this.#database.prepare('select * from subscriptions').all().map(toSubscription);
  }

  /** A device has one subscription, whoever is logged in there; an account has so many devices, the newest. */
  subscribe({ endpoint, keys, account, session }: Subscription, now: number): void {
    this.#inOneWrite(() => {
      if (this.subscription(endpoint)?.account !== account) this.forget(endpoint);
      this.#database
        .prepare('insert or replace into subscriptions values (?, ?, ?, ?, ?, ?)')
        .run(endpoint, account, session, keys.p256dh, keys.auth, now);
      const surplus = this.#database
        .prepare('select endpoint from subscriptions where account = ? order by at desc, rowid desc limit -1 offset ?')
        .all(account, MOST_SUBSCRIPTIONS_OF_ONE);
      for (const { endpoint } of surplus) this.forget(String(endpoint));
    });
  }

  /** @param account where only its own may be forgotten */
  forget(endpoint: string, account?: string): void {
    if (account !== undefined && this.subscription(endpoint)?.account !== account) return;
    for (const table of ['subscriptions', 'waiting', 'shown'])
      this.#database.prepare(`delete from ${table} where endpoint = ?`).run(endpoint);
  }

  /** Writes what was followed and what came of it, together. */
  follow(followed: Followed, tell: readonly Omit<Waiting, 'tries'>[]): void {
    this.#inOneWrite(() => {
      const insert = this.#database.prepare(
        `insert into waiting values (:endpoint, :room, :seq, :n, :count, :dueAt, 0)
         on conflict do update set count = iif(seq = excluded.seq, max(count, excluded.count), count + excluded.count),
           seq = excluded.seq, n = excluded.n`,
      );
      for (const one of tell) insert.run({ ...one });
      this.#write('followed', followed);
    });
  }

  /** The past no longer counts: another history. */
  beginAt(followed: Followed): void {
    this.#inOneWrite(() => {
      this.#database.exec('delete from waiting; delete from shown');
      this.#write('followed', followed);
    });
  }

  due(now: number, limit: number): readonly Waiting[] {
    const rows = this.#database
      .prepare('select * from waiting where due_at <= ? order by due_at limit ?')
      .all(now, limit);
    return rows.map(toWaiting);
  }

  /** Told, or not to be told any more. What came meanwhile is still to be told. */
  done({ endpoint, room, seq, count }: Waiting): void {
    this.#database.prepare('delete from waiting where endpoint = ? and room = ? and seq = ?').run(endpoint, room, seq);
    this.#database
      .prepare('update waiting set count = max(1, count - ?) where endpoint = ? and room = ?')
      .run(count, endpoint, room);
  }

  putOff({ endpoint, room }: Waiting, dueAt: number): void {
    this.#database
      .prepare('update waiting set due_at = ?, tries = tries + 1 where endpoint = ? and room = ?')
      .run(dueAt, endpoint, room);
  }

  shown(endpoint: string, room: string): Shown | undefined {
    const row = this.#database.prepare('select * from shown where endpoint = ? and room = ?').get(endpoint, room);
    return row && toShown(row);
  }

  allShown(now: number): readonly Shown[] {
    this.#database.prepare('delete from shown where sent_at < ?').run(now - SHOWN_FOR_MS);
    return this.#database.prepare('select * from shown').all().map(toShown);
  }

  show(shown: Shown): void {
    this.#database
      .prepare('insert or replace into shown values (:endpoint, :room, :seq, :n, :sentAt)')
      .run({ ...shown });
  }

  unshow({ endpoint, room }: Shown): void {
    this.#database.prepare('delete from shown where endpoint = ? and room = ?').run(endpoint, room);
  }

  /** One from before it was kept which message is shown: what was told then is not taken back. */
  #renewShown(): void {
    const columns = this.#database.prepare("select name from pragma_table_info('shown')").all();
    if (!columns.some(({ name }) => name === 'seq')) this.#database.exec(`drop table shown; ${TABLES}`);
  }

  #readOrMakeKeys(): PushKeys {
    const kept = this.#read<PushKeys>('keys');
    if (kept) return kept;
    const made = webPush.generateVAPIDKeys();
    this.#write('keys', made);
    return made;
  }

  #read<T>(key: string): T | undefined {
    const row = this.#database.prepare('select value from meta where key = ?').get(key);
    return row && (JSON.parse(String(row['value'])) as T);
  }

  #write(key: string, value: object): void {
    this.#database.prepare('insert or replace into meta values (?, ?)').run(key, JSON.stringify(value));
  }

  #inOneWrite(work: () => void): void {
    this.#database.exec('begin immediate');
    try {
      work();
      this.#database.exec('commit');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }
}

const TABLES = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table if not exists meta (key text primary key, value text not null) strict;
  create table if not exists subscriptions (
    endpoint text primary key, account text not null, session text not null,
    p256dh text not null, auth text not null, at integer not null
  ) strict;
  create index if not exists subscriptions_by_account on subscriptions (account, at);
  create table if not exists waiting (
    endpoint text not null, room text not null, seq integer not null, n integer not null,
    count integer not null, due_at integer not null, tries integer not null,
    primary key (endpoint, room)
  ) strict;
  create index if not exists waiting_by_time on waiting (due_at);
  create table if not exists shown (
    endpoint text not null, room text not null, seq integer not null, n integer not null, sent_at integer not null,
    primary key (endpoint, room)
  ) strict;
`;

type Row = Record<string, unknown>;

function toSubscription({ endpoint, account, session, p256dh, auth }: Row): Subscription {
  const keys = { p256dh: String(p256dh), auth: String(auth) };
  return { endpoint: String(endpoint), account: String(account), session: String(session), keys };
}

function toWaiting({ endpoint, room, seq, n, count, due_at, tries }: Row): Waiting {
  const place = { endpoint: String(endpoint), room: String(room), seq: Number(seq), n: Number(n) };
  return { ...place, count: Number(count), dueAt: Number(due_at), tries: Number(tries) };
}

function toShown({ endpoint, room, seq, n, sent_at }: Row): Shown {
  return { endpoint: String(endpoint), room: String(room), seq: Number(seq), n: Number(n), sentAt: Number(sent_at) };
}
