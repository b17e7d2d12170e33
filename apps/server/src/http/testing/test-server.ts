import { createSecretKey, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientView } from '@skein/protocol/rest';
import { pino } from 'pino';
import { HashQueue } from '../../accounts/hash-queue.ts';
import { hashToken } from '../../accounts/sessions.ts';
import { Asker } from '../../background/asker.ts';
import { TASK_BOUNDS, type TaskOf, type Tasks } from '../../background/tasks.ts';
import type { Answer, Command, CommandKind, CommandOf } from '../../ledger/commands.ts';
import { FileFolder } from '../../files/file-folder.ts';
import { prepareFile, preparePicture } from '../../files/preparing/prepare-file.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { createLimitsMemory, SharedLimits } from '../../limits/shared-limits.ts';
import { openLedgerStore } from '../../storage/sqlite/open-ledger-store.ts';
import { openReadStore } from '../../storage/sqlite/open-read-store.ts';
import { createApp } from '../app.ts';
import type { Services } from '../services.ts';
import { HTTP_TIMEOUTS } from '../timeouts.ts';
import { Visitor } from './visitor.ts';

export const SETUP_TOKEN = 'the-first-runs-token';

/** A whole server behind one port but without threads and sockets: the real store, ledger, limits and hashes. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly services: Services;
  /** Every command that reached the ledger. */
  readonly commands: readonly CommandKind[];
  /** What was logged, as lines of JSON. */
  readonly logged: readonly string[];
  /** Live clients for the operator's list. */
  readonly clients: ClientView[];
  visitor(headers?: Readonly<Record<string, string>>): Visitor;
  /** Somebody with an account of this name. */
  member(name: string): Promise<Visitor>;
  /** Whoever used the first run's link. */
  operator(): Promise<Visitor>;
  passTime(ms: number): void;
}

/** Cheap, so that tests do not wait for them. */
export const TEST_COSTS = { memoryKib: 64, passes: 2, lanes: 1 };
export const PASSWORD = 'correct horse';

export async function startTestServer(
  overrides: Partial<Omit<Services, 'config'>> & { config?: Partial<Services['config']> } = {},
): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-http-'));
  const file = join(folder, 'test.db');
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) });
  let now = Date.now();
  const commands: CommandKind[] = [];
  const store = await openLedgerStore({ file });
  const ledger = new Ledger({ store, now: () => now, makeId: randomUUID, isConnected: () => false, log });
  const fileFolder = new FileFolder(join(folder, 'files'));
  await mkdir(join(folder, 'files'));
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time, as in the ledger's loop. */
  const submit = <K extends CommandKind>(command: CommandOf<K>): Promise<Answer<K>> => {
    commands.push(command.kind);
    const answered = last.then(async () => {
      const [committed] = await ledger.commit([{ origin: undefined, command: command as Command }]);
      await fileFolder.remove(committed!.changes.removedFiles);
      return committed!.replies[0]!.answer;
    });
    last = answered;
    return answered;
  };
  const reads = await openReadStore({ file });
  const hasher = new HashQueue({ costs: TEST_COSTS });
  const clients: ClientView[] = [];
  const config = { port: 0, host: '127.0.0.1', folder: undefined, dataFolder: folder };
  const alone = { concurrency: 'async', workers: 1, connections: 1, delayMs: 0 } as const;
  const files = { fileBytes: 1_000_000, accountBytes: 5_000_000, serverBytes: 20_000_000 };
  const open = { files, tls: undefined, trustProxy: [], publicUrl: undefined, verbose: true };
  // Each once, as the background thread's `Preparer` sees to.
  const prepared = new Map<string, ReturnType<typeof prepareFile>>();
  const askedOnce = ({ id, as }: TaskOf<Tasks, 'prepare-file'>) => {
    const result =
      prepared.get(id) ?? (as === 'picture' ? preparePicture(fileFolder, id) : prepareFile(fileFolder, id));
    prepared.set(id, result);
    return result;
  };
  const nobody = new Asker<Tasks>(TASK_BOUNDS).ask;
  const services: Services = {
    tokenKey: createSecretKey('a secret of the tests', 'utf8'),
    reads,
    submit,
    files: fileFolder,
    ask: async (task: TaskOf<Tasks, keyof Tasks>) =>
      task.kind === 'prepare-file' ? askedOnce(task as TaskOf<Tasks, 'prepare-file'>) : nobody(task),
    hasher,
    limits: new SharedLimits(createLimitsMemory(now), { threadId: 1, slot: 0, now: () => now }),
    log,
    now: () => now,
    health: () => 'ok',
    clients: {
      list: async () => clients,
      end: async (id) =>
        clients
          .splice(0, clients.length, ...clients.filter((client) => client.id !== id))
          .some((client) => client.id === id),
    },
    ...overrides,
    config: { ...config, ...alone, ...open, ...overrides.config },
  };
  const site = { tryServe: () => false };
  const server = createServer(HTTP_TIMEOUTS, createApp(services, { site }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await store.transact((transaction) => transaction.setRegistration({ policy: 'open' }));
  await submit({ kind: 'keep-setup-token', tokenHash: hashToken(SETUP_TOKEN) });

  const test: TestServer = {
    port,
    services,
    commands,
    logged,
    clients,
    visitor: (headers = {}) => new Visitor(port, headers),
    async member(name) {
      const visitor = test.visitor();
      await visitor.registers(name);
      return visitor;
    },
    async operator() {
      const visitor = test.visitor();
      await visitor.registers('Olga', { setup: { token: SETUP_TOKEN, registration: 'open' } });
      return visitor;
    },
    passTime: (ms) => void (now += ms),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      hasher.close();
      await reads[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return test;
}
