import { Crew, type CrewOptions } from './crew.ts';
import type { Tally } from './tally.ts';

// The stress of a trial: everybody acts, and again and again the thread in the last place is ended from outside, at whatever
// step it happens to be.

const MAX_ACTS = 2_000;

export interface StressOptions extends CrewOptions {
  readonly seconds: number;
  /** With the share of the time that has passed, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

export interface StressReport {
  readonly name: string;
  /** Of all threads. */
  readonly acts: number;
  readonly deaths: number;
  /** Of those that were in the middle of something. */
  readonly tally: Tally;
}

/** @throws at the first thing that is wrong: something torn or lost, or somebody left waiting */
export async function stress(options: StressOptions): Promise<StressReport> {
  const { trial, seconds, onProgress } = options;
  const startedAt = performance.now();
  await using crew = new Crew({ pauseMs: 0, ...options });
  await crew.begins();
  let deaths = 0;
  for (let share = 0; share < 1; share = (performance.now() - startedAt) / (1_000 * seconds)) {
    await endOne(crew, trial.survivors);
    deaths++;
    onProgress?.(Math.min(1, share));
  }
  let acts = 0;
  for (let place = 0; place <= trial.survivors; place++) acts += crew.actsIn(place);
  return { name: trial.name, acts, deaths, tally: crew.tally };
}

async function endOne(crew: Crew, place: number): Promise<void> {
  const { thread, exit } = crew.startsSurviving(place);
  const enough = crew.actsIn(place) + 1 + crew.random.below(MAX_ACTS);
  await crew.until(() => crew.actsIn(place) >= enough || thread.failure !== undefined);
  await thread.worker.terminate();
  const { cleared } = await exit;
  if (thread.failure) throw thread.failure;
  await crew.allGoOn();
  await cleared;
  await crew.stage.verify();
}
