import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { openLedgerStore } from '../../storage/sqlite/open-ledger-store.ts';
import { temporaryFolder } from '../../storage/sqlite/temporary-folder.ts';
import type { LedgerStore } from '../../storage/store.ts';
import type { Answer, Command, CommandKind, CommandOf } from '../commands.ts';
import { Ledger, type Committed } from '../ledger.ts';

/** A ledger over a real store, with a clock to turn and ids that can be read. */
export class LedgerHouse implements AsyncDisposable {
  readonly #folder: ReturnType<typeof temporaryFolder>;
  readonly #store: LedgerStore;
  readonly #ledger: Ledger;
  /** Accounts that have a client. */
  readonly connected = new Set<string>();
  nowMs = 1_000;
  #lastId = 0;

  private constructor(folder: ReturnType<typeof temporaryFolder>, store: LedgerStore, through: LedgerStore) {
    this.#folder = folder;
    this.#store = store;
    const log = pino({ level: 'silent' });
    const makeId = () => `id-${++this.#lastId}`;
    const isConnected = (account: string) => this.connected.has(account);
    this.#ledger = new Ledger({ store: through, now: () => this.nowMs, makeId, isConnected, log });
  }

  /** @param wrap stands between the ledger and its store */
  static async open(wrap: (store: LedgerStore) => LedgerStore = (store) => store): Promise<LedgerHouse> {
    const folder = temporaryFolder();
    const store = await openLedgerStore({ file: folder.file('skein.db') });
    await store.transact((transaction) => transaction.setRegistration({ policy: 'open' }));
    return new LedgerHouse(folder, store, wrap(store));
  }

  /** The path of a file beside the database, `skein.db`. */
  file(name: string): string {
    return this.#folder.file(name);
  }

  /** Commits a batch; each command's place in it is its origin. */
  commit(...commands: readonly Command[]): Promise<readonly Committed<number>[]> {
    return this.#ledger.commit(commands.map((command, origin) => ({ origin, command })));
  }

  async does<K extends CommandKind>(command: CommandOf<K>): Promise<Answer<K>> {
    const [committed] = await this.commit(command as Command);
    return committed!.replies[0]!.answer;
  }

  async registers(login: string, setup?: { tokenHash: string }): Promise<string> {
    const registered = await this.does(registration(login, setup));
    if (!registered.ok) throw new Error(registered.error.code);
    return registered.value.id;
  }

  async makesRoom(by: string, name: string, roomKind: 'public' | 'private' = 'public'): Promise<string> {
    const made = await this.does({ kind: 'create-room', by, name, nameKey: name, roomKind });
    if (!made.ok) throw new Error(made.error.code);
    return made.value.id;
  }

  /** Every row of every table. */
  content(): unknown {
    using database = new DatabaseSync(this.#folder.file('skein.db'), { readOnly: true });
    const tables = database.prepare(`select name from sqlite_schema where type = 'table' order by name`).all();
    return tables.map(({ name }) => [name, database.prepare(`select * from "${String(name)}"`).all()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}

export function registration(
  login: string,
  setup?: { tokenHash: string },
  skeleton: string = login,
): CommandOf<'register'> {
  const session = { id: `session of ${login}`, createdAt: 1, expiresAt: 1_000_000, address: '', agent: '' };
  return {
    kind: 'register',
    account: { login, loginKey: login, skeleton, passwordHash: 'x' },
    code: undefined,
    setup: setup && { ...setup, registration: { policy: 'open' } },
    session,
  };
}
