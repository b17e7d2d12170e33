import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { compile, hasCompiler } from './compile.ts';
import type { Pace } from './loads.ts';
import type { RunningSystem } from './system.ts';

/** What one run of a load gave, within the measured time unless it says otherwise. */
export interface Figures {
  readonly seconds: number;
  readonly deliveries: number;
  /** Times that something was read from a socket and at least one delivery was in it. */
  readonly reads: number;
  /** That arrived at their last member. */
  readonly messages: number;
  /** Answers to pings. */
  readonly pongs: number;
  /** CPU seconds of the server's processes, all threads, user and system. */
  readonly serverCpu: number;
  /** The generator's own. */
  readonly generatorCpu: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  // Over the whole run, with its warm-up and until everything has arrived:

  /** Messages that arrived at every member. */
  readonly arrived: number;
  /** Answers to posts; Skein alone gives them. */
  readonly acknowledged: number;
  /** Posts that the server put off by its rates; they were sent again when it said. */
  readonly refused: number;
  /** Posts of a schedule that could not be sent because too many were in flight. */
  readonly late: number;
  /** Messages that had not arrived everywhere, and pings unanswered, ten seconds after the end. */
  readonly missing: number;
  /** Deliveries that nobody waited for: second copies, or of another room. */
  readonly strays: number;
  /** Messages that arrived as often as they should, but not once at each member. */
  readonly wrong: number;
}

export interface Run {
  readonly pace: Pace;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** The load generator: a process of its own, connected to one system. */
export interface Generator extends AsyncDisposable {
  run(run: Run): Promise<Figures>;
}

/** The generator in C is the lighter one; the one in TypeScript runs where there is no compiler. */
export type GeneratorKind = 'c' | 'node';

const IN_C = new URL('./generator/load.c', import.meta.url);
const IN_NODE = fileURLToPath(new URL('./generator/node/load.ts', import.meta.url));

/** Starts a generator and resolves when every client is connected and misses nothing. */
export async function startGenerator(system: RunningSystem, wanted?: GeneratorKind): Promise<Generator> {
  const kind = wanted ?? ((await hasCompiler()) ? 'c' : 'node');
  const [program, args] = kind === 'c' ? [await compile(IN_C), []] : [process.execPath, [IN_NODE]];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += text));
  // Told by the end of its output; a broken pipe says nothing more.
  child.stdin.on('error', () => {});
  const ask = async <T>(orders: string): Promise<T> => {
    child.stdin.write(orders);
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value) as T;
    await ended;
    throw new Error(complaint.trim() || 'the load generator ended');
  };
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  try {
    await ask(planOf(system));
  } catch (error) {
    await stop();
    throw error;
  }
  return { run: (run) => ask<Figures>(orderOf(run)), [Symbol.asyncDispose]: stop };
}

function planOf({ protocol, port, pids, rooms, seats }: RunningSystem): string {
  return [
    `protocol ${protocol} ${PROTOCOL_VERSION}`,
    `address 127.0.0.1 ${port}`,
    ...pids.map((pid) => `pid ${pid}`),
    ...rooms.map((room) => `room ${room}`),
    ...seats.map(({ room, streams, cookie }) => `socket ${room} ${streams} ${cookie ?? '-'}`),
    'connect\n',
  ].join('\n');
}

function orderOf({ pace, warmUpMs, measureMs }: Run): string {
  return `run ${pace.kind} ${valueOf(pace)} ${warmUpMs} ${measureMs}\n`;
}

function valueOf(pace: Pace): number {
  switch (pace.kind) {
    case 'window':
      return pace.messages;
    case 'rate':
      return pace.perSecond;
    case 'pings':
      return pace.afterSilenceMs;
  }
}
