import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../random.ts';
import { planStrikes, type Strike, STRIKES, takeNext } from './strikes.ts';

test('every kind of strike comes as often as the others, in an order of the seed’s', () => {
  const plan = planStrikes(randomFrom(1), 12, STRIKES);
  for (const kind of STRIKES) assert.equal(plan.filter((planned) => planned === kind).length, 4);
  assert.deepEqual(plan, planStrikes(randomFrom(1), 12, STRIKES));
  assert.notDeepEqual(plan, planStrikes(randomFrom(2), 12, STRIKES));
});

test('the process and the ledger are ended no more than five times in a minute', () => {
  const done: Strike[] = Array.from({ length: 5 }, (_, index) => ({ kind: 'kill -9', atMs: index, readyAfterMs: 1 }));
  const plan = ['kill -9', 'hub worker', 'ledger'] as const;
  assert.equal(takeNext([...plan], done.slice(1), 10), 'kill -9');
  assert.equal(takeNext([...plan], done, 10), 'hub worker');
  assert.equal(takeNext(['kill -9'], done, 10), undefined);
  assert.equal(takeNext(['kill -9'], done, 100_000), 'kill -9');
});
