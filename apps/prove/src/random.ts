import type { TestContext } from 'node:test';
import { SeededRandom } from '@skein/shared-memory/testing/seeded-random';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

/** The test's random numbers; the seed is printed, and `SEED=n` runs it again. */
export function seededRandom(t: TestContext): Random {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 32));
  t.diagnostic(`SEED=${seed}`);
  return randomFrom(seed);
}

export function randomFrom(seed: number): Random {
  const numbers = new SeededRandom(seed);
  return () => numbers.below(2 ** 32) / 2 ** 32;
}

/** A whole number from `least` up to and including `most`. */
export function wholeNumber(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of them. */
export function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)]!;
}

export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ value }) => value);
}
