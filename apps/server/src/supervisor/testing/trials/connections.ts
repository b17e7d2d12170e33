import { ShardedTable } from '@skein/shared-memory/sharded-table';
import type { Trial } from '@skein/shared-memory/testing/storms/trial';
import { connectionTable } from '../../../limits/limits-layout.ts';
import { SharedLimits } from '../../../limits/shared-limits.ts';
import type { SharedMemory } from '../../../workers/memory.ts';
import { keptStage, SUPERVISOR_THREAD_ID } from '../kept-stage.ts';

// How many connections each address has, in a column of each worker's own. The living have as many as they opened, and of the
// dead none counts any more.

const PLACES = { hub: 0, otherHub: 1, dying: 2 } as const;
const ADDRESSES = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
const MOST_OPEN = 3;

export const trial: Trial<SharedMemory> = {
  name: 'connections table',
  url: import.meta.url,
  survivors: PLACES.dying,

  begin() {
    return keptStage({
      slot: PLACES.dying,
      verify({ limits }) {
        const table = new ShardedTable(connectionTable, connectionTable.layout.view(limits.connections), {
          threadId: SUPERVISOR_THREAD_ID,
          mend: () => 'keep',
        });
        for (let index = 0; index < table.shardCount; index++) {
          using shard = table.acquireShard(index);
          shard.forEach(({ counts }) => {
            for (let slot = 0; slot < counts.length; slot++) {
              const open = counts.get(slot);
              const most = slot < PLACES.dying ? MOST_OPEN : 0;
              if (open < 0 || open > most) throw new Error(`slot ${slot} counts ${open}, and ${most} at most are open`);
            }
            return 'keep';
          });
        }
      },
    });
  },

  join({ limits: memory }, { threadId, place, random }) {
    const limits = new SharedLimits(memory, { threadId, slot: place, now: () => memory.epochMs });
    const open = new Map(ADDRESSES.map((address) => [address, 0]));
    return {
      act() {
        const address = ADDRESSES[random.below(ADDRESSES.length)]!;
        const count = open.get(address)!;
        const opens = count === 0 || (count < MOST_OPEN && random.below(2) === 0);
        if (!opens) limits.closeConnection(address);
        else if (!limits.openConnection(address)) throw new Error(`${address} was refused its ${count + 1}th`);
        open.set(address, count + (opens ? 1 : -1));
      },
    };
  },
};
