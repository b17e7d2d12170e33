import { Worker } from 'node:worker_threads';
import { batonLayout, THREADS } from './baton.ts';
import type { Scenario } from './scenario.ts';
import type { ThreadData, ThreadReport } from './thread.ts';

// Steps the real source files through seeded interleavings.
//
// Every virtual thread is a worker that imports the same files as the server, with another `Atomics` in place of the
// global one: each call is a step, before which the seed may choose that another thread goes on, or that one dies. Only
// one worker runs at a time (baton.ts); the others block, in the middle of whatever they were doing. So code that blocks is
// stepped as it is, without being rewritten, and a run depends on nothing but its seed.
//
// A thread that dies is unwound by an exception, whose effects on memory are undone: it is as if it had just stopped. Its
// exit is announced to the supervisor, thread 0, at any later step.
//
// Plain reads and writes of rings, logs and table entries are steps too (stepped-words.ts). They happen in the order in
// which they are written: what a weaker memory would do with them is not seen here.

const THREAD = new URL('./thread.ts', import.meta.url);

export interface SteppingOptions {
  /** Below 2^30. */
  readonly firstSeed: number;
  readonly runs: number;
  /** The name of a planted bug: see planted-bugs.ts. */
  readonly bug?: string;
  /** Collects what each thread did at each step. */
  readonly isTraced?: boolean;
}

export interface Failure {
  readonly seed: number;
  readonly error: string;
}

export interface SteppingResult {
  readonly failure: Failure | undefined;
  /** Steps and deaths of all runs; 0 after a failure. */
  readonly steps: number;
  readonly deaths: number;
  readonly trace: readonly string[];
}

/** Runs seeds from `firstSeed` on until one fails. */
export async function stepThrough(scenario: Scenario, options: SteppingOptions): Promise<SteppingResult> {
  const shared = {
    ...options,
    isTraced: options.isTraced ?? false,
    scenario: scenario.name,
    memory: new SharedArrayBuffer(scenario.layout.byteLength),
    baton: new SharedArrayBuffer(batonLayout.byteLength),
  };
  const workers = Array.from({ length: THREADS }, (_, thread) => {
    return new Worker(THREAD, { workerData: { ...shared, thread } satisfies ThreadData });
  });
  try {
    return await resultOf(workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function resultOf(workers: readonly Worker[]): Promise<SteppingResult> {
  const trace: string[] = [];
  return new Promise((resolve, reject) => {
    for (const worker of workers) {
      worker.on('error', reject);
      worker.on('message', (report: ThreadReport) => {
        if (report.kind === 'trace') trace.push(report.line);
        else if (report.kind === 'done') resolve({ ...report, failure: undefined, trace: trace.toSorted(byStep) });
        // Lines that other threads wrote before may still be on their way.
        else setImmediate(() => resolve({ failure: report, steps: 0, deaths: 0, trace: trace.toSorted(byStep) }));
      });
    }
  });
}

/** Lines begin with their step and their thread. Those of one thread come in its order, those of two in any. */
function byStep(line: string, other: string): number {
  const [step = 0, thread = 0] = line.trim().split(/ +/, 2).map(Number);
  const [otherStep = 0, otherThread = 0] = other.trim().split(/ +/, 2).map(Number);
  return step - otherStep || thread - otherThread;
}
