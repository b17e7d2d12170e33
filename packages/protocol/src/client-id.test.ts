import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeClientId, readClientIdMs } from './client-id.ts';
import { clientIdSchema } from './ids.ts';

const TIMES = [0, 1, 63, 64, 1_700_000_000_000, 2 ** 48 - 1];

test('client ids are valid and sort by their time, whatever is random in them', () => {
  const ids = TIMES.map((time, index) => makeClientId(time, new Uint8Array(6).fill(255 - index)));
  for (const id of ids) clientIdSchema.parse(id);
  assert.deepEqual(ids, ids.toSorted());
});

test('the time in a client id can be read', () => {
  for (const time of TIMES) assert.equal(readClientIdMs(makeClientId(time, new Uint8Array(6))), time);
});
