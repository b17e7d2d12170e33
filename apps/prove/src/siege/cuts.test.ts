import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House } from '../house.ts';
import { seededRandom } from '../random.ts';
import { cutEverybody } from './cuts.ts';

test('who is cut resumes without a hole, and who slept for too long is told, as `pnpm prove:cuts` shows at length', async (t) => {
  await using house = await House.open({ args: ['--workers', '2'] });
  const random = seededRandom(t);
  const options = { clients: 24, clientsPerAccount: 6, cuts: 5, cutsPerSecond: 60, rate: 60, random };
  const { cuts, resets, sleepers, stories } = await cutEverybody(house, options);
  assert.equal(stories.join('\n'), '');
  assert.equal(cuts, 24 * 5 + sleepers);
  assert.equal(resets.ofOthers, 0);
  assert.equal(resets.ofSleepers, sleepers);
  assert.deepEqual(house.errors(), []);
});
