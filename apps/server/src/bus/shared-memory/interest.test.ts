import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShardedTable } from '@skein/shared-memory/sharded-table';
import { createSharedMemory } from '../../workers/memory.ts';
import { Interest, interestTable } from './interest.ts';

const SLOTS = { first: 0, second: 1 };

test('once the table was full nobody is left out, also where somebody found room later', async () => {
  const { interest: memory } = createSharedMemory();
  const [first, second, ledger] = [new Interest(memory, 11), new Interest(memory, 12), new Interest(memory, 2)];
  const streams = Array.from({ length: 200_000 }, (_, index) => `${index}`);
  for (const id of streams) await first.add('room', id, SLOTS.first);
  const foundNoRoom = streams.filter((id) => ledger.maskOf('room', id) !== 1 << SLOTS.first);
  assert.ok(foundNoRoom.length > 0);
  for (const id of streams.slice(0, 1_000)) first.remove('room', id, SLOTS.first);
  for (const id of foundNoRoom) await second.add('room', id, SLOTS.second);
  for (const id of foundNoRoom) assert.notEqual(ledger.maskOf('room', id) & (1 << SLOTS.first), 0, id);
});

test('clearing a slot waits for a lock whose owner died, and blocks nobody who would have to tell', async () => {
  const { interest: memory } = createSharedMemory();
  const [hub, supervisor] = [new Interest(memory, 11), new Interest(memory, 1)];
  await hub.add('room', 'garden', SLOTS.first);
  await hub.add('room', 'garden', SLOTS.second);
  const table = new ShardedTable(interestTable, interestTable.layout.view(memory.table), {
    threadId: 12,
    mend: () => 'keep',
  });
  table.acquireShard(table.shardCount - 1);
  const cleared = supervisor.clearSlot(SLOTS.first);
  supervisor.threadExited(12);
  await cleared;
  assert.equal(supervisor.maskOf('room', 'garden'), 1 << SLOTS.second);
});
