import childProcess, { type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import workerThreads, {
  BroadcastChannel,
  isMainThread,
  threadId,
  Worker,
  type WorkerOptions,
} from 'node:worker_threads';

// Loaded into a server under test with --import, in its main thread and, before anything else, in every worker, be it a thread or
// a process. The main thread learns the name of each as it is made, and ends the one that it is told to over a socket of its
// own, which `reaper.ts` speaks to. The product knows nothing of it.

/**
 * How a thread ends: from outside; by an error that nobody catches; by its own will; it stays and does not answer; it takes
 * memory until there is none; or it takes much and goes on.
 */
export type Death = 'terminate' | 'error' | 'exit' | 'busy-loop' | 'out-of-memory' | 'hoard';

/**
 * To end a thread, answered with its exit code; to let it stand still for as long as there is a file, answered at once; or to tell
 * what there is, answered with a `Census`.
 */
export type Order =
  | { readonly thread: string; readonly death: Death }
  | { readonly thread: string; readonly pauseFile: string }
  | 'tell';

export interface Census {
  readonly pid: number;
  /** Names of the threads, and of the processes beside the main one, that run now. */
  readonly threads: readonly string[];
}

export const SOCKET_VARIABLE = 'PROVE_REAPER_SOCKET';
const SERVER_SCRIPT = join('server', 'dist', 'main.js');
type Doing = { readonly death: Death } | { readonly pauseFile: string };
/** An order as threads hear it; a process hears what is to be done alone. */
type Told = { readonly threadId: number } & Doing;

/** A thread or a process that may be ended. */
interface Victim {
  /** Of the thread or of the process. */
  readonly id: number;
  terminate(): void;
  tell(doing: Doing): void;
  onExit(listener: (code: number) => void): void;
}

const RELAYED_HUB_SCRIPT = join('workers', 'relayed-hub.js');
const KILLED = 137;

const EXIT_CODE = 3;
/** Of the heap that a thread may have: above where it is replaced, and below where it runs out. */
const HOARD = 0.55;
const PAUSE_LOOK_MS = 10;

const hoard: unknown[] = [];
const nobody = new Int32Array(new SharedArrayBuffer(4));
const victims = new Map<string, Victim>();
/** To all workers; each knows its own Node thread id. */
const channel = new BroadcastChannel('thread reaper');

if (isMainThread) {
  // A launcher around the server has the same environment.
  if (process.argv[1]?.endsWith(SERVER_SCRIPT)) {
    rememberWorkers();
    takeOrders(process.env[SOCKET_VARIABLE] ?? '');
  } else if (process.argv[1]?.endsWith(RELAYED_HUB_SCRIPT)) {
    process.on('message', (message) => {
      if (isDoing(message)) obey(message);
    });
  }
} else {
  channel.unref();
  channel.onmessage = ({ data }) => {
    const told = data as Told;
    if (told.threadId === threadId) obey(told);
  };
}

function rememberWorkers(): void {
  workerThreads.Worker = class extends Worker {
    constructor(entry: string | URL, options: WorkerOptions = {}) {
      super(entry, options);
      const { threadId } = this;
      remember(options.name ?? '', {
        id: threadId,
        terminate: () => void this.terminate(),
        tell: (doing) => channel.postMessage({ threadId, ...doing } satisfies Told),
        onExit: (listener) => void this.once('exit', listener),
      });
    }
  };
  const { fork } = childProcess;
  childProcess.fork = (...args: unknown[]) => {
    const child = fork(...(args as Parameters<typeof fork>));
    const [name = ''] = args[1] as readonly string[];
    remember(name, processVictim(child));
    return child;
  };
  syncBuiltinESMExports();
}

function processVictim(child: ChildProcess): Victim {
  return {
    id: child.pid ?? 0,
    terminate: () => void child.kill('SIGKILL'),
    tell: (doing) => void child.send(doing),
    onExit: (listener) => void child.once('exit', (code) => listener(code ?? KILLED)),
  };
}

function remember(name: string, victim: Victim): void {
  victims.set(name, victim);
  victim.onExit(() => victims.get(name) === victim && victims.delete(name));
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
  if (order === 'tell') socket.end(JSON.stringify({ pid: process.pid, threads: [...victims.keys()] } satisfies Census));
  else if ('death' in order) end(order, socket);
  else pause(order, socket);
}

function pause({ thread, pauseFile }: Extract<Order, { pauseFile: string }>, socket: Socket): void {
  const victim = victims.get(thread);
  victim?.tell({ pauseFile });
  socket.end(String(victim?.id));
}

/** Answers once the thread is gone. The main thread, `main`, goes with the whole process. */
function end({ thread, death }: Extract<Order, { death: Death }>, socket: Socket): void {
  if (thread === 'main') return die(death);
  const victim = victims.get(thread);
  if (!victim) return void socket.end(`there is no thread ${thread}, only ${[...victims.keys()].join(', ')}`);
  victim.onExit((code) => socket.end(String(code)));
  if (death === 'terminate') victim.terminate();
  else victim.tell({ death });
}

function isDoing(message: unknown): message is Doing {
  return typeof message === 'object' && message !== null && ('death' in message || 'pauseFile' in message);
}

function obey(doing: Doing): void {
  if ('death' in doing) die(doing.death);
  else while (existsSync(doing.pauseFile)) Atomics.wait(nobody, 0, 0, PAUSE_LOOK_MS);
}

function die(death: Death): void {
  if (death === 'exit') process.exit(EXIT_CODE);
  if (death === 'busy-loop') for (;;);
  if (death === 'out-of-memory') return fillHeap(Infinity);
  if (death === 'hoard') return fillHeap(HOARD);
  process.nextTick(() => {
    throw new Error('thrown by the thread reaper');
  });
}

function fillHeap(share: number): void {
  const { heap_size_limit: limit } = getHeapStatistics();
  while (getHeapStatistics().used_heap_size < share * limit) {
    hoard.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  }
}
