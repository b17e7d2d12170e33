import assert from 'node:assert/strict';
import type { Key } from '../../../hash64.ts';
import { defineLayout, int32, int32s, nested, type ViewOf } from '../../../layout.ts';
import { defineTable, type TableMemory } from '../../../sharded-table-layout.ts';
import { ShardedTable } from '../../../sharded-table.ts';
import type { Entry } from '../../../table-entry.ts';
import type { LockedShard } from '../../../table-shard.ts';
import { defineScenario, type Self } from '../scenario.ts';
import { steppedWords } from '../stepped-words.ts';

const KEYS = 6;
const ENTRIES = 4;
const fields = { first: int32(), second: int32() };
type Fields = typeof fields;
const definition = defineTable({ shards: 1, entriesPerShard: ENTRIES, fields });

const layout = defineLayout({
  table: nested(definition.layout),
  /** What an entry should be, by its key; 0 if there should be none. Written by the owner of the shard. */
  expected: int32s(KEYS + 1),
  /** The key whose removal, or whose full visit, has begun: it may have been done or not. */
  unsure: int32(),
});
type Memory = ViewOf<typeof layout>;

/** Three threads change a small table; both fields of an entry are the same, whenever nobody visits it. */
export const shardedTableScenario = defineScenario<Memory>({
  name: 'sharded-table',
  layout,
  bodies: [change, change, change],
  listeners: (memory, self) => [open(memory, self)],
  check: (memory, self) => {
    using shard = open(memory, self).acquireShard(0);
    checkAll(memory, shard);
  },
});

function open(memory: Memory, self: Self): ShardedTable<Fields> {
  const table: TableMemory = {
    shards: memory.table.shards.map(({ mutex, counters, slots }) => ({
      mutex,
      counters: steppedWords(counters, self.step),
      slots: steppedWords(slots, self.step),
    })),
  };
  const mend = (entry: Entry<Fields>, key: Key) => {
    if (entry.first === 0) return drop(memory, key);
    entry.second = entry.first;
    memory.expected[key[1]] = entry.first;
    return 'keep';
  };
  return new ShardedTable(definition, table, { threadId: self.threadId, mend });
}

function drop(memory: Memory, key: Key): 'drop' {
  memory.expected[key[1]] = 0;
  return 'drop';
}

async function change(memory: Memory, self: Self): Promise<void> {
  const table = open(memory, self);
  for (let rounds = 3 + self.random.below(4); rounds > 0; rounds--) {
    const isAsync = self.random.below(2) === 0;
    using shard = isAsync ? await table.acquireShardAsync(0) : table.acquireShard(0);
    const key: Key = [1, 1 + self.random.below(KEYS)];
    const what = self.random.below(10);
    if (what < 5) raise(memory, shard, key);
    else if (what < 6) raiseInVain(memory, shard, key);
    else if (what < 9) remove(memory, shard, key);
    else checkAll(memory, shard);
  }
}

function raise(memory: Memory, shard: LockedShard<Fields>, key: Key): void {
  const number = key[1];
  settle(memory, shard);
  const outcome = shard.findOrCreate(key, (entry) => {
    assert.equal(entry.first, memory.expected[number], `entry ${number} is not what was written last`);
    assert.equal(entry.second, entry.first, `entry ${number} is torn`);
    entry.first++;
    entry.second++;
    memory.expected[number]!++;
  });
  const live = memory.expected.filter((each) => each > 0).length;
  if (outcome === 'full') assert.equal(live, ENTRIES, 'the shard is full too early');
}

/** A visitor that throws: what was there stays, and nothing new comes. */
function raiseInVain(memory: Memory, shard: LockedShard<Fields>, key: Key): void {
  settle(memory, shard);
  const thrown = new Error('in vain');
  try {
    shard.findOrCreate(key, (entry) => {
      entry.second = -1;
      throw thrown;
    });
  } catch (error) {
    if (error !== thrown) throw error;
  }
}

function remove(memory: Memory, shard: LockedShard<Fields>, key: Key): void {
  settle(memory, shard);
  memory.unsure[0] = key[1];
  const wasThere = shard.remove(key);
  assert.equal(wasThere, memory.expected[key[1]]! > 0);
  memory.expected[key[1]] = 0;
  memory.unsure[0] = 0;
}

/** Whoever died while removing an entry may have removed it. */
function settle(memory: Memory, shard: LockedShard<Fields>): void {
  const number = memory.unsure[0]!;
  if (number === 0) return;
  if (!shard.find([1, number], () => {})) memory.expected[number] = 0;
  memory.unsure[0] = 0;
}

function checkAll(memory: Memory, shard: LockedShard<Fields>): void {
  settle(memory, shard);
  const found = new Set<number>();
  shard.forEach((entry, [, number]) => {
    assert.ok(!found.has(number), `entry ${number} is there twice`);
    found.add(number);
    assert.equal(entry.first, memory.expected[number], `entry ${number} is not what was written last`);
    assert.equal(entry.second, entry.first, `entry ${number} is torn`);
    return 'keep';
  });
  const expected = [...memory.expected.keys()].filter((number) => memory.expected[number]! > 0);
  assert.deepEqual(
    [...found].sort((one, other) => one - other),
    expected,
    'entries are missing',
  );
  assert.equal(shard.count, expected.length, 'the count is wrong');
}
