import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryTrial } from './memory-trial.ts';

// The long version is `pnpm prove:memory`.

test('a hub worker that outgrows its limit is replaced, and a process out of memory comes back, without a loss', async () => {
  await using trial = await MemoryTrial.begin({ hasRunBefore: false });
  await trial.outgrows();
  const { took } = await trial.runsOut('main thread');
  assert.equal(took, 'process');
  await trial.ends();
});
