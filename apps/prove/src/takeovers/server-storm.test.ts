import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../random.ts';
import { ServerStorm } from './server-storm.ts';

// The long version is `pnpm prove:takeovers`.

test('threads of a server that die with a lock in their hands cost nobody a message', async (t) => {
  await using storm = await ServerStorm.begin(seededRandom(t));
  const strikes = await storm.strikes(4);
  const struck = strikes.map(({ threads, table }) => `${threads} ${table}`);
  assert.deepEqual(struck, ['hub rates', 'hub interest', 'hub connections', 'ledger interest']);
});
