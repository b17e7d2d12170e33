import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Key } from './hash64.ts';
import { int32, int32s } from './layout.ts';
import { LockLostError } from './mutex.ts';
import { defineTable } from './sharded-table-layout.ts';
import { ShardedTable } from './sharded-table.ts';
import { SeededRandom, seedForThisRun } from './testing/seeded-random.ts';
import type { Entry } from './table-entry.ts';
import type { LockedShard, TableThread } from './table-shard.ts';

const fields = { workers: int32(), limits: int32s(3), other: int32() };
type Mend = TableThread<typeof fields>['mend'];

const drop: Mend = () => 'drop';

function newTable({ shards = 1, entriesPerShard = 12, mend = drop } = {}) {
  const definition = defineTable({ shards, entriesPerShard, fields });
  const buffer = new SharedArrayBuffer(definition.layout.byteLength);
  const memory = definition.layout.view(buffer);
  const handle = (threadId: number) => new ShardedTable(definition, memory, { threadId, mend });
  return { ada: handle(1), lin: handle(2), supervisor: handle(9), bytes: new Uint8Array(buffer) };
}

test('an entry is made of zeros, found again by its key, and its fields do not overlap', () => {
  const { ada, lin } = newTable();
  const key: Key = [3, -4];
  {
    using shard = ada.acquire(key);
    assert.equal(
      shard.find(key, () => assert.fail()),
      false,
    );
    const outcome = shard.findOrCreate(key, (entry) => {
      assert.deepEqual([entry.workers, entry.limits.get(2), entry.other], [0, 0, 0]);
      entry.workers |= 1 << 31;
      for (const index of [0, 1, 2]) entry.limits.set(index, 10 + index);
      entry.other = 7;
    });
    assert.equal(outcome, 'created');
    assert.equal(shard.count, 1);
  }
  using shard = lin.acquire(key);
  const visited = shard.findOrCreate(key, (entry) => {
    assert.deepEqual([entry.workers, entry.other, entry.limits.length], [-(2 ** 31), 7, 3]);
    assert.deepEqual(
      [0, 1, 2].map((index) => entry.limits.get(index)),
      [10, 11, 12],
    );
    assert.throws(() => entry.limits.get(3), RangeError);
  });
  assert.equal(visited, 'found');
});

test('keys that share a place are told apart, also after removals between them', () => {
  const { ada } = newTable();
  using shard = ada.acquireShard(0);
  const keys: Key[] = [0, 1, 2, 3].map((number) => [number, 16 * number + 5]);
  keys.forEach((key, index) => shard.findOrCreate(key, (entry) => (entry.workers = index)));
  assert.ok(shard.remove(keys[1]!));
  assert.ok(!shard.remove(keys[1]!));
  assert.ok(!shard.find(keys[1]!, () => {}));
  assert.ok(shard.find(keys[3]!, (entry) => assert.equal(entry.workers, 3)));
  assert.equal(
    shard.findOrCreate(keys[1]!, (entry) => assert.equal(entry.workers, 0)),
    'created',
  );
});

test('a full shard says so and stays marked for readers', () => {
  const { ada, lin } = newTable({ entriesPerShard: 3 });
  using shard = ada.acquireShard(0);
  for (const number of [1, 2, 3])
    assert.equal(
      shard.findOrCreate([0, number], () => {}),
      'created',
    );
  assert.ok(!lin.overflowed);
  assert.equal(
    shard.findOrCreate([0, 4], () => assert.fail()),
    'full',
  );
  assert.equal(
    shard.findOrCreate([0, 3], () => {}),
    'found',
  );
  assert.ok(lin.overflowed);
  shard.remove([0, 1]);
  assert.equal(
    shard.findOrCreate([0, 4], () => {}),
    'created',
  );
  assert.ok(lin.overflowed);
});

test('forEach visits every entry once and removes those that are to be dropped', () => {
  const { ada } = newTable({ entriesPerShard: 100 });
  using shard = ada.acquireShard(0);
  for (let number = 1; number <= 100; number++)
    shard.findOrCreate([number, 7], (entry) => (entry.workers = number & 3));
  const seen = new Set<number>();
  shard.forEach((entry, key) => {
    seen.add(key[0]);
    entry.workers &= ~1;
    return entry.workers === 0 ? 'drop' : 'keep';
  });
  assert.equal(seen.size, 100);
  assert.equal(shard.count, 50);
  shard.forEach((entry) => {
    assert.equal(entry.workers, 2);
    return 'keep';
  });
});

test('a busy shard is refused to those who try and given to those who wait', async () => {
  const { ada, lin } = newTable({ shards: 4 });
  const key: Key = [-1, 1];
  const shard = ada.acquire(key);
  assert.equal(lin.tryAcquire(key), undefined);
  using _other = lin.tryAcquireShard((lin.shardOf(key) + 1) % 4);
  assert.ok(_other, 'another shard is free');
  const waiting = lin.acquireAsync(key);
  shard[Symbol.dispose]();
  using _ = await waiting;
});

test('a table behaves like a map over a long life', () => {
  const seed = seedForThisRun();
  const random = new SeededRandom(seed);
  const { ada } = newTable({ shards: 3, entriesPerShard: 40 });
  const model = new Map<number, number>();
  for (let step = 0; step < 30_000; step++) {
    const number = 1 + random.below(100);
    const key: Key = [number * 7, number * 16];
    using shard = ada.acquire(key);
    if (random.below(2) === 0) {
      assert.equal(shard.remove(key), model.delete(number), `seed ${seed}`);
    } else {
      const outcome = shard.findOrCreate(key, (entry) => (entry.other = step));
      assert.equal(outcome, model.has(number) ? 'found' : 'created', `seed ${seed}`);
      model.set(number, step);
    }
  }
  let count = 0;
  for (let index = 0; index < ada.shardCount; index++) {
    using shard = ada.acquireShard(index);
    count += shard.count;
    shard.forEach((entry, key) => {
      assert.equal(entry.other, model.get(key[0] / 7), `seed ${seed}`);
      return 'keep';
    });
  }
  assert.equal(count, model.size);
});

/** A thread dies inside the visit: what it had written stays, the mutex stays held, and nothing behind it happened. */
function dieInVisit(
  bytes: Uint8Array,
  shard: LockedShard<typeof fields>,
  key: Key,
  write: (entry: Entry<typeof fields>) => void,
): void {
  let lastMoment = bytes;
  assert.throws(() =>
    shard.findOrCreate(key, (entry) => {
      write(entry);
      lastMoment = bytes.slice();
      throw new Error('died');
    }),
  );
  bytes.set(lastMoment);
}

test('an entry that was half written when its writer died is mended by whoever takes over', () => {
  for (const verdict of ['keep', 'drop'] as const) {
    const mended: Key[] = [];
    let isDead = false;
    const mend: Mend = (entry, key) => {
      if (!isDead) throw new Error('the dead mend nothing');
      mended.push([...key]);
      entry.other = entry.workers;
      return verdict;
    };
    const { ada, lin, supervisor, bytes } = newTable({ mend });
    const dying = ada.acquireShard(0);
    dying.findOrCreate([1, 1], (entry) => (entry.workers = entry.other = 5));
    dieInVisit(bytes, dying, [1, 1], (entry) => (entry.workers = 6));
    dieInVisit(bytes, dying, [2, 2], (entry) => (entry.workers = 6));
    isDead = true;
    supervisor.threadExited(1);
    using shard = lin.acquireShard(0);
    assert.deepEqual(mended, [
      [1, 1],
      [2, 2],
    ]);
    assert.equal(shard.count, verdict === 'keep' ? 2 : 0);
    shard.forEach((entry) => {
      assert.deepEqual([entry.workers, entry.other], [6, 6]);
      return 'keep';
    });
  }
});

test('an entry whose visitor threw is mended at once', () => {
  const { ada } = newTable({ mend: () => 'drop' });
  using shard = ada.acquireShard(0);
  assert.throws(() => shard.findOrCreate([1, 1], () => assert.fail('thrown')), /thrown/);
  assert.equal(shard.count, 0);
  assert.equal(
    shard.findOrCreate([1, 1], () => {}),
    'created',
  );
});

test('a death at any store of a reclaim loses no entry', () => {
  for (let deadAt = 0; ; deadAt++) {
    const { ada, lin, supervisor } = newTable({ entriesPerShard: 12 });
    const dying = ada.acquireShard(0);
    for (let number = 1; number <= 8; number++) dying.findOrCreate([number, 3], (entry) => (entry.other = number));
    dying.remove([1, 3]);
    const died = diesAtStore(deadAt, () => dying.remove([2, 3]));
    supervisor.threadExited(1);
    using shard = lin.acquireShard(0);
    for (let number = 3; number <= 8; number++) {
      assert.ok(shard.find([number, 3], (entry) => assert.equal(entry.other, number)));
    }
    assert.ok(!shard.find([1, 3], () => {}));
    let count = 0;
    shard.forEach(() => (count++, 'keep'));
    assert.equal(shard.count, count);
    if (!died) return assert.ok(deadAt > 6, 'the reclaim was among the steps');
  }
});

/** Runs `action` until its `count`-th atomic store. Returns whether it got that far. */
function diesAtStore(count: number, action: () => void): boolean {
  const store = Atomics.store;
  Atomics.store = ((words: Int32Array, index: number, value: number) => {
    if (--count < 0) throw new Error('died');
    return store(words, index, value);
  }) as typeof Atomics.store;
  try {
    action();
    return false;
  } catch {
    return true;
  } finally {
    Atomics.store = store;
  }
}

test('a shard that cannot be mended is lost, the others are not', () => {
  const mend: Mend = () => {
    throw new Error('beyond repair');
  };
  const { ada, lin, supervisor, bytes } = newTable({ shards: 2, mend });
  dieInVisit(bytes, ada.acquireShard(0), [2, 2], () => {});
  supervisor.threadExited(1);
  assert.throws(() => lin.acquireShard(0), LockLostError);
  using _ = lin.acquireShard(1);
});

test('a shard that was unlocked, or is being visited, refuses to be used', () => {
  const { ada } = newTable();
  const shard = ada.acquireShard(0);
  assert.throws(() => shard.findOrCreate([1, 1], () => shard.remove([1, 1])), /one entry at a time/);
  assert.equal(shard.count, 0);
  shard[Symbol.dispose]();
  assert.throws(() => shard.find([1, 1], () => {}), /not locked/);
  assert.throws(() => shard.forEach(() => 'keep'), /not locked/);
});

test('the key (0, 0) is refused', () => {
  const { ada } = newTable();
  using shard = ada.acquireShard(0);
  assert.throws(() => shard.find([0, 0], () => {}), /not allowed/);
});

test('entries that are dropped after a visit threw leave room for others', () => {
  const { ada } = newTable();
  using shard = ada.acquireShard(0);
  const fails = () => {
    throw new Error('thrown');
  };
  for (let number = 1; number <= 100; number++) {
    assert.throws(() => shard.findOrCreate([1, number], fails), /thrown/);
  }
  assert.equal(shard.count, 0);
  assert.equal(
    shard.findOrCreate([1, 1], () => {}),
    'created',
  );
});

test('a shard is lost when an entry cannot be mended after a visit threw', () => {
  const { ada, lin } = newTable({
    mend: () => {
      throw new Error('beyond repair');
    },
  });
  {
    using shard = ada.acquireShard(0);
    assert.throws(
      () =>
        shard.findOrCreate([1, 1], () => {
          throw new Error('thrown');
        }),
      LockLostError,
    );
  }
  assert.throws(() => lin.acquireShard(0), LockLostError);
});
