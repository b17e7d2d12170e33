import { Crew, type CrewOptions } from './crew.ts';
import { names } from './deadly-atomics.ts';
import type { DyingData } from './dying.ts';
import { Obituary } from './obituary.ts';
import type { Tally } from './tally.ts';
import { EXIT_CODES, LAST_WORDS, WAYS, type Way } from './ways.ts';

// The takeover storm: threads are ended one after another while they hold a trial's lock, in each way in turn. After each
// death everybody has to go on, and everything to be whole.

const DYING = new URL('./dying.ts', import.meta.url);

export interface StormOptions extends CrewOptions {
  readonly kills: number;
  readonly onKill?: () => void;
}

/** One death, in milliseconds since the exit event. */
export interface Takeover {
  readonly way: Way;
  /** Until the lock named the dead thread no more; undefined where there is no lock. */
  readonly takenMs: number | undefined;
  /** Until every survivor had finished something that it began after the exit. */
  readonly allWentOnMs: number;
}

export interface StormReport {
  readonly name: string;
  readonly takeovers: readonly Takeover[];
  readonly tally: Tally;
}

/** @throws at the first thing that is wrong: something torn or lost, or somebody left waiting */
export async function takeoverStorm(options: StormOptions): Promise<StormReport> {
  await using crew = new Crew(options);
  await crew.begins();
  const takeovers: Takeover[] = [];
  for (let kill = 0; kill < options.kills; kill++) {
    takeovers.push(await endOne(crew, options, WAYS[kill % WAYS.length]!));
    options.onKill?.();
  }
  return { name: options.trial.name, takeovers, tally: crew.tally };
}

async function endOne(crew: Crew, { trial }: StormOptions, way: Way): Promise<Takeover> {
  const obituary = new Obituary();
  const { threadId, thread, exit } = crew.starts(DYING, trial.survivors, {
    way,
    obituary: obituary.buffer,
  } satisfies Pick<DyingData, 'way' | 'obituary'>);
  if (way === 'terminate') await thread.message().then(() => void thread.worker.terminate());
  const { at, code, cleared } = await exit;
  const isPlanned = code === EXIT_CODES[way] && thread.failure?.message === (way === 'error' ? LAST_WORDS : undefined);
  if (!isPlanned) throw new Error(`it ended with ${code}, not by ${way}`, { cause: thread.failure });

  const held = obituary.read(crew.stage.memory);
  if (!held && !trial.isLockless) throw new Error('it died without holding anything');
  await crew.until(() => !held || !names(held, threadId));
  const takenMs = held && performance.now() - at;
  await crew.allGoOn();
  const allWentOnMs = performance.now() - at;
  await cleared;
  await crew.stage.verify();
  return { way, takenMs, allWentOnMs };
}
