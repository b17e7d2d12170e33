import { parentPort, workerData } from 'node:worker_threads';
import { SeededRandom } from '../seeded-random.ts';
import { Baton, batonLayout, SUPERVISOR } from './baton.ts';
import { fakeAtomics } from './fake-atomics.ts';
import { plant } from './planted-bugs.ts';
import type { Scenario, Self } from './scenario.ts';
import { stepCircularBytes } from './stepped-words.ts';

/** One virtual thread: the same in every run of its scenario. */
export interface ThreadData {
  readonly scenario: string;
  readonly thread: number;
  readonly memory: SharedArrayBuffer;
  readonly baton: SharedArrayBuffer;
  readonly firstSeed: number;
  readonly runs: number;
  readonly isTraced: boolean;
  /** The name of a planted bug. */
  readonly bug?: string;
}

export type ThreadReport =
  | { readonly kind: 'done'; readonly steps: number; readonly deaths: number }
  | { readonly kind: 'failed'; readonly seed: number; readonly error: string }
  | { readonly kind: 'trace'; readonly line: string };

const data = workerData as ThreadData;
const report = (what: ThreadReport) => parentPort!.postMessage(what);

if (data.bug !== undefined) plant(data.bug);
// Loaded after the bug was planted.
const { scenarios } = await import('./scenarios.ts');
const scenario: Scenario = scenarios.find(({ name }) => name === data.scenario)!;
const memory = scenario.layout.view(data.memory);
const bytes = new Uint8Array(data.memory);
let lastMoment: Uint8Array | undefined;

const baton = new Baton(batonLayout.view(data.baton), data.thread, {
  mayStayAsleep: (thread) => scenario.mayStayAsleep?.(memory, thread) ?? false,
  onDeath: () => {
    trace('dies');
    lastMoment = bytes.slice();
  },
});
globalThis.Atomics = fakeAtomics({ baton, memory: data.memory, trace });
stepCircularBytes(() => baton.step());

if (data.thread === SUPERVISOR) await superviseRuns();
else await takePart();

async function superviseRuns(): Promise<void> {
  const totals = { steps: 0, deaths: 0 };
  for (let seed = data.firstSeed; seed < data.firstSeed + data.runs; seed++) {
    try {
      begin(seed);
      supervise(selfIn(seed));
    } catch (error) {
      return fail(seed, error);
    }
    totals.steps += baton.steps;
    totals.deaths += baton.buried.length;
  }
  report({ kind: 'done', ...totals });
  baton.endAll();
}

function begin(seed: number): void {
  bytes.fill(0);
  scenario.setUp?.(memory, new SeededRandom(seed));
  baton.begin(seed, scenario.bodies.length);
}

function supervise(self: Self): void {
  const listeners = scenario.listeners(memory, self);
  for (let thread = baton.awaitDeath(); thread !== undefined; thread = baton.awaitDeath()) {
    scenario.beforeExit?.(memory, thread);
    for (const listener of listeners) listener.threadExited(threadIdOf(thread));
    baton.bury(thread);
  }
  scenario.check(memory, self, baton.buried);
}

async function takePart(): Promise<void> {
  for (let seed = baton.awaitRun(); seed !== undefined; seed = baton.awaitRun()) {
    try {
      baton.endIfDying();
      await scenario.bodies[data.thread - 1]!(memory, selfIn(seed));
    } catch (error) {
      if (!baton.isDying) return fail(seed, error);
    }
    // What unwinding did to memory, a thread that is gone would not have done.
    if (baton.isDying) bytes.set(lastMoment!);
    try {
      trace('ends');
      baton.end();
    } catch (error) {
      return fail(seed, error);
    }
  }
}

/** The others stay blocked for good: whoever started the threads ends them. */
function fail(seed: number, error: unknown): void {
  trace('fails');
  report({ kind: 'failed', seed, error: error instanceof Error ? error.stack! : String(error) });
}

function selfIn(seed: number): Self {
  return {
    threadId: threadIdOf(data.thread),
    random: new SeededRandom(Math.imul(seed, 31) + data.thread),
    step: () => baton.step(),
    awaitDeathOf: (...threads) => baton.awaitDeathOf(threads),
  };
}

function threadIdOf(thread: number): number {
  return thread + 1;
}

function trace(what: string): void {
  if (!data.isTraced) return;
  const place = /\/([\w-]+\.ts:\d+)(?=:\d+\)?$)/m;
  const frames = new Error()
    .stack!.split('\n')
    .filter((line) => !line.includes('/testing/stepping/') && line.includes('.ts:'));
  const at = frames[0] === undefined ? '' : (place.exec(frames[0])?.[1] ?? '');
  report({ kind: 'trace', line: `${String(baton.steps).padStart(6)}  ${data.thread}  ${what.padEnd(44)} ${at}` });
}
