import { hash64 } from '../../../hash64.ts';
import { int32, int32s } from '../../../layout.ts';
import { defineTable } from '../../../sharded-table-layout.ts';
import { ShardedTable } from '../../../sharded-table.ts';
import type { Entry } from '../../../table-entry.ts';
import type { Verdict } from '../../../table-shard.ts';
import type { Tally } from '../tally.ts';
import type { Trial } from '../trial.ts';

// In every entry `first` and the second word of `second` are the same whenever nobody is inside, and never 0.

const KEYS = 80;

const fields = { first: int32(), second: int32s(2) };
type Fields = typeof fields;
const definition = defineTable({ shards: 2, entriesPerShard: 48, fields });

export const trial: Trial<SharedArrayBuffer> = {
  name: 'table',
  url: import.meta.url,
  survivors: 2,

  begin(tally) {
    const buffer = new SharedArrayBuffer(definition.layout.byteLength);
    const table = open(buffer, 1, tally);
    return {
      memory: buffer,
      threadExited: (threadId) => table.threadExited(threadId),
      verify() {
        for (let index = 0; index < table.shardCount; index++) {
          using shard = table.acquireShard(index);
          let count = 0;
          shard.forEach((entry) => {
            check(entry);
            count++;
            return 'keep';
          });
          if (shard.count !== count) throw new Error(`the shard says ${shard.count} and has ${count}`);
        }
      },
    };
  },

  join(buffer, { threadId, random, tally, step }) {
    const table = open(buffer, threadId, tally);
    const keys = Array.from({ length: KEYS }, (_, number) => hash64(`entry ${number}`, [1, 2]));
    return {
      act() {
        const key = keys[random.below(KEYS)]!;
        using shard = table.acquire(key);
        if (random.below(3) === 0) return void shard.remove(key);
        const value = 1 + random.below(1_000_000);
        shard.findOrCreate(key, (entry) => {
          if (entry.first !== 0) check(entry);
          step();
          entry.first = value;
          step();
          entry.second.set(1, value);
        });
      },
    };
  },
};

function open(buffer: SharedArrayBuffer, threadId: number, tally: Tally): ShardedTable<Fields> {
  const mend = (entry: Entry<Fields>): Verdict => {
    const { first, second } = entry;
    tally.add(first === 0 ? 'dropped' : first === second.get(1) ? 'kept' : 'repaired');
    second.set(1, first);
    return first === 0 ? 'drop' : 'keep';
  };
  return new ShardedTable(definition, definition.layout.view(buffer), { threadId, mend });
}

function check({ first, second }: Entry<Fields>): void {
  if (first === 0 || first !== second.get(1)) throw new Error(`an entry of ${first} and ${second.get(1)}`);
}
