import { rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import workerThreads, {
  BroadcastChannel,
  isMainThread,
  threadId,
  Worker,
  type WorkerOptions,
} from 'node:worker_threads';

// Loaded into a server under test with --import, in its main thread and, before anything else, in every worker. The main
// thread learns the name of each worker as it is made, and ends the one that it is told to over a socket of its own, which
// `reaper.ts` speaks to. The product knows nothing of it.

/** How a thread ends: from outside; by an error that nobody catches; by its own will; or it stays and does not answer. */
export type Death = 'terminate' | 'error' | 'exit' | 'busy-loop';

/** To end a thread, answered with its exit code; or to tell what there is, answered with a `Census`. */
export type Order = { readonly thread: string; readonly death: Death } | 'tell';

export interface Census {
  readonly pid: number;
  /** Names of the threads that run now. */
  readonly threads: readonly string[];
}

export const SOCKET_VARIABLE = 'PROVE_REAPER_SOCKET';
const SERVER_SCRIPT = join('server', 'src', 'main.ts');
const EXIT_CODE = 3;

const threads = new Map<string, Worker>();
/** To all workers; each knows its own Node thread id. */
const channel = new BroadcastChannel('thread reaper');

if (isMainThread) {
  // A launcher around the server has the same environment.
  if (process.argv[1]?.endsWith(SERVER_SCRIPT)) {
    rememberWorkers();
    takeOrders(process.env[SOCKET_VARIABLE] ?? '');
  }
} else {
  channel.unref();
  channel.onmessage = ({ data }) => obey(data as { threadId: number; death: Death });
}

function rememberWorkers(): void {
  workerThreads.Worker = class extends Worker {
    constructor(entry: string | URL, options: WorkerOptions = {}) {
      super(entry, options);
      const name = options.name ?? '';
      threads.set(name, this);
      this.once('exit', () => threads.get(name) === this && threads.delete(name));
    }
  };
  syncBuiltinESMExports();
}

function takeOrders(path: string): void {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.unref();
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString()));
    socket.on('end', () => carryOut(JSON.parse(text) as Order, socket));
  });
  // A server that was killed leaves it behind.
  rmSync(path, { force: true });
  server.listen(path).unref();
}

function carryOut(order: Order, socket: Socket): void {
  if (order === 'tell') socket.end(JSON.stringify({ pid: process.pid, threads: [...threads.keys()] } satisfies Census));
  else end(order, socket);
}

/** Answers once the thread is gone. */
function end({ thread, death }: Exclude<Order, 'tell'>, socket: Socket): void {
  const worker = threads.get(thread);
  if (!worker) return void socket.end(`there is no thread ${thread}, only ${[...threads.keys()].join(', ')}`);
  worker.once('exit', (code) => socket.end(String(code)));
  if (death === 'terminate') void worker.terminate();
  else channel.postMessage({ threadId: worker.threadId, death });
}

function obey(order: { threadId: number; death: Death }): void {
  if (order.threadId !== threadId) return;
  if (order.death === 'exit') process.exit(EXIT_CODE);
  if (order.death === 'busy-loop') for (;;);
  process.nextTick(() => {
    throw new Error('thrown by the thread reaper');
  });
}
