import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedForThisRun } from '@skein/shared-memory/testing/seeded-random';
import { takeoverStorm } from '@skein/shared-memory/testing/storms/storm';
import { stress } from '@skein/shared-memory/testing/storms/stress';
import { trials } from './testing/trials.ts';

// The long version is `pnpm prove:takeovers`.

const KILLS = 9;
const STRESS_SECONDS = 0.2;
const TIMEOUT = { timeout: 120_000 };
const seed = seedForThisRun();
console.log(`SEED=${seed}`);

for (const trial of trials) {
  test(`${trial.name}: whoever dies with its lock, the others go on and the keeper clears up`, TIMEOUT, async () => {
    const { takeovers } = await takeoverStorm({ trial, kills: KILLS, seed });
    assert.equal(takeovers.length, KILLS);
  });

  test(
    `${trial.name}: whoever is ended at any moment, the others go on and the keeper clears up`,
    TIMEOUT,
    async () => {
      const { deaths } = await stress({ trial, seconds: STRESS_SECONDS, seed });
      assert.ok(deaths > 0);
    },
  );
}
