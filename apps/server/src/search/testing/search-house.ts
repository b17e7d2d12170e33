import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { registration } from '../../ledger/testing/ledger-house.ts';
import type { Answer, Command, CommandKind, CommandOf } from '../../ledger/commands.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { openReader, openSearchIndex } from '../../storage/sqlite/connection.ts';
import { isDamage } from '../../storage/sqlite/errors.ts';
import { openLedgerStore } from '../../storage/sqlite/open-ledger-store.ts';
import { sqliteSearchSource } from '../../storage/sqlite/search-source.ts';
import { temporaryFolder } from '../../storage/sqlite/temporary-folder.ts';
import type { LedgerStore } from '../../storage/store.ts';
import type { SearchAsk } from '../search.ts';
import { SearchDesk } from '../search-desk.ts';

/** So small that a few messages make a block. */
const BLOCK_DOCUMENTS = 8;

export interface SearchHouseOptions {
  readonly blockDocuments?: number;
}

/** A ledger with people and rooms, and a search that follows it when it is told to. */
export class SearchHouse implements AsyncDisposable {
  readonly #folder: ReturnType<typeof temporaryFolder>;
  readonly #store: LedgerStore;
  readonly #ledger: Ledger;
  readonly #blockDocuments: number;
  desk: SearchDesk;
  /** How often the index was thrown away. */
  timesBegunAnew = 0;
  #stop = new AbortController();
  /** Later than the Lobby was made, which is now. */
  nowMs = Date.UTC(2096, 2, 1, 12);
  #lastId = 0;

  private constructor(folder: ReturnType<typeof temporaryFolder>, store: LedgerStore, options: SearchHouseOptions) {
    this.#blockDocuments = options.blockDocuments ?? BLOCK_DOCUMENTS;
    this.#folder = folder;
    this.#store = store;
    const makeId = () => `id-${++this.#lastId}`;
    const log = pino({ level: 'silent' });
    this.#ledger = new Ledger({ store, now: () => this.nowMs, makeId, isConnected: () => false, log });
    this.desk = this.#openDesk();
  }

  static async open(options: SearchHouseOptions = {}): Promise<SearchHouse> {
    const folder = temporaryFolder();
    const store = await openLedgerStore({ file: folder.file('skein.db') });
    await store.transact((transaction) => transaction.setRegistration({ policy: 'open' }));
    return new SearchHouse(folder, store, options);
  }

  get indexFile(): string {
    return this.#folder.file('search.db');
  }

  get databaseFile(): string {
    return this.#folder.file('skein.db');
  }

  async does<K extends CommandKind>(command: CommandOf<K>): Promise<Extract<Answer<K>, { ok: true }>['value']> {
    const [committed] = await this.#ledger.commit([{ origin: undefined, command: command as Command }]);
    const { answer } = committed!.replies[0]!;
    if (!answer.ok) throw new Error(`${command.kind}: ${answer.error.code}`);
    return answer.value;
  }

  async registers(login: string): Promise<string> {
    return (await this.does(registration(login))).id;
  }

  async makesRoom(by: string, name: string): Promise<string> {
    return (await this.does({ kind: 'create-room', by, name, nameKey: name, roomKind: 'private' })).id;
  }

  /** @returns the message's seq */
  async posts(account: string, room: string, body: string): Promise<number> {
    this.nowMs += 1_000;
    return (await this.does({ kind: 'post', account, room, id: this.#clientId(), body })).seq;
  }

  async edits(account: string, room: string, message: number, body: string): Promise<void> {
    await this.does({ kind: 'edit', account, room, message, id: this.#clientId(), body });
  }

  async deletes(account: string, room: string, message: number): Promise<void> {
    await this.does({ kind: 'delete', account, room, message, id: this.#clientId() });
  }

  /** What a thread that retention is the work of does, here at once. */
  forgets(room: string, floor: number): void {
    this.alters(`update rooms set floor = ${floor} where id = '${room}'`);
    for (const table of ['messages', 'message_changes', 'room_events']) {
      this.alters(`delete from ${table} where room_id = '${room}' and seq <= ${floor}`);
    }
  }

  alters(sql: string): void {
    using database = new DatabaseSync(this.databaseFile, { timeout: 5_000 });
    database.exec(`pragma secure_delete = on; ${sql}`);
  }

  async answers(account: string, typed: string, options: Partial<SearchAsk> = {}) {
    await this.desk.catchUp();
    const ask: SearchAsk = {
      ...{ account, typed, order: 'newest', after: undefined, limit: 20, zone: 'UTC', now: this.nowMs },
      ...options,
    };
    const answer = await this.desk.answer(ask, new AbortController().signal);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }

  /** The bodies that are found, over all pages, each place found in brackets. */
  async finds(account: string, typed: string, options: Partial<SearchAsk> = {}): Promise<string[]> {
    const bodies: string[] = [];
    for (let after: string | undefined; ;) {
      const { hits, next } = await this.answers(account, typed, { ...options, after });
      bodies.push(...hits.map(({ message: { body }, ranges }) => marked(body, ranges)));
      if (next === undefined) return bodies;
      after = next;
    }
  }

  /** As after a crash or a restart: what was in memory alone is gone. */
  async restartsSearch(between: () => void = () => undefined): Promise<void> {
    this.#stop.abort();
    await this.desk.run(this.#stop.signal);
    between();
    this.#stop = new AbortController();
    this.desk = this.#openDesk();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.desk.run(this.#stop.signal);
    await this.#store[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }

  #openDesk(): SearchDesk {
    return new SearchDesk({
      source: sqliteSearchSource(openReader(this.databaseFile)),
      openIndex: () => openSearchIndex(this.indexFile),
      removeIndex: () => {
        this.timesBegunAnew++;
        rmSync(this.indexFile);
      },
      isDamage,
      log: pino({ level: 'silent' }),
      blockDocuments: this.#blockDocuments,
    });
  }

  #clientId(): string {
    return `client-${++this.#lastId}`;
  }
}

function marked(body: string, ranges: readonly (readonly [number, number])[]): string {
  let text = '';
  let at = 0;
  for (const [start, end] of ranges) {
    text += `${body.slice(at, start)}[${body.slice(start, end)}]`;
    at = end;
  }
  return text + body.slice(at);
}
