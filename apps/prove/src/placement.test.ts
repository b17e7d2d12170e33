import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected } from './chat.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { until } from './until.ts';

const CONNECTIONS = 300;
const WORKERS = 4;

const skip = !MODE.isPool && 'only a pool has connections to place';

test('300 connections spread evenly over 4 workers', { skip }, async (t) => {
  await using house = await House.open({ args: ['--workers', String(WORKERS)] });
  using _chats = await connected(Array.from({ length: CONNECTIONS }, () => house.operator));
  const clients = await until('every connection in the list', async () => {
    const list = await house.clients();
    return list.length === CONNECTIONS && list;
  });
  const counts = [...Map.groupBy(clients, ({ worker }) => worker).values()].map(({ length }) => length);
  t.diagnostic(`connections of each worker: ${counts.join(', ')}`);
  assert.equal(counts.length, WORKERS);
  assert.ok(Math.max(...counts) <= (1.5 * CONNECTIONS) / WORKERS, `one worker has ${Math.max(...counts)}`);
});
