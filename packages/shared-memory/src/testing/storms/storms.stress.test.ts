import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedForThisRun } from '../seeded-random.ts';
import { takeoverStorm } from './storm.ts';
import { stress } from './stress.ts';
import type { Trial } from './trial.ts';
import { trials } from './trials.ts';
import { trial as mutex } from './trials/mutex.ts';

// The long versions are `pnpm prove:takeovers` and `pnpm stress`.

const KILLS = 9;
const STRESS_SECONDS = 0.2;
const TIMEOUT = { timeout: 120_000 };
const seed = seedForThisRun();
console.log(`SEED=${seed}`);

for (const trial of trials) {
  test(`${trial.name}: whoever dies in it, the others go on and find it whole`, TIMEOUT, async () => {
    const { takeovers } = await takeoverStorm({ trial, kills: KILLS, seed });
    assert.equal(takeovers.length, KILLS);
  });

  test(`${trial.name}: whoever is ended at any moment, the others go on and find it whole`, TIMEOUT, async () => {
    const { deaths } = await stress({ trial, seconds: STRESS_SECONDS, seed });
    assert.ok(deaths > 0);
  });
}

const PATIENCE_MS = 1_000;

test('a supervisor that does nothing on an exit is found out', TIMEOUT, async () => {
  const forgetful: Trial<SharedArrayBuffer> = {
    ...mutex,
    begin: (tally) => ({ ...mutex.begin(tally), threadExited: () => undefined }),
  };
  const storm = takeoverStorm({ trial: forgetful, kills: KILLS, seed, patienceMs: PATIENCE_MS });
  await assert.rejects(storm, /somebody waits for ever/);
});

test('a supervisor that frees the lock instead of marking it is found out', TIMEOUT, async () => {
  const careless: Trial<SharedArrayBuffer> = {
    ...mutex,
    begin(tally) {
      const stage = mutex.begin(tally);
      const word = new Int32Array(stage.memory);
      const threadExited = (threadId: number): void | Promise<void> => {
        Atomics.store(word, 0, 0);
        return stage.threadExited(threadId);
      };
      return { ...stage, threadExited };
    },
  };
  // Only a death between the two words shows it.
  await assert.rejects(takeoverStorm({ trial: careless, kills: 100, seed }), /the pair is/);
});
