import { ShardedTable } from '@skein/shared-memory/sharded-table';
import type { Trial } from '@skein/shared-memory/testing/storms/trial';
import { intervalOf } from '../../../limits/gcra.ts';
import { rateTable } from '../../../limits/limits-layout.ts';
import { RATES } from '../../../limits/limits.ts';
import { SharedLimits } from '../../../limits/shared-limits.ts';
import type { SharedMemory } from '../../../workers/memory.ts';
import { keptStage, SUPERVISOR_THREAD_ID } from '../kept-stage.ts';

// The rates that hold over all workers, at a time that stands still. Nobody waits for a dead worker, and no account owes more
// than the whole burst.

const PLACES = { hub: 0, otherHub: 1, dying: 2 } as const;
const ACCOUNTS = ['ada', 'lin', 'grace'];
const RATE = 'post';
const MOST_DEBT = RATES[RATE].burst * intervalOf(RATES[RATE]);

export const trial: Trial<SharedMemory> = {
  name: 'rates table',
  url: import.meta.url,
  survivors: PLACES.dying,

  begin() {
    return keptStage({
      slot: PLACES.dying,
      verify({ limits }) {
        const table = new ShardedTable(rateTable, rateTable.layout.view(limits.rates), {
          threadId: SUPERVISOR_THREAD_ID,
          mend: () => 'keep',
        });
        let entries = 0;
        for (let index = 0; index < table.shardCount; index++) {
          using shard = table.acquireShard(index);
          shard.forEach(({ fullAt }) => {
            if (fullAt < 0 || fullAt > MOST_DEBT) throw new Error(`full again at ${fullAt}, after ${MOST_DEBT}`);
            entries++;
            return 'keep';
          });
        }
        if (entries > ACCOUNTS.length) throw new Error(`${entries} entries of ${ACCOUNTS.length} accounts`);
      },
    });
  },

  join({ limits: memory }, { threadId, place, random }) {
    const limits = new SharedLimits(memory, { threadId, slot: place, now: () => memory.epochMs });
    return {
      act() {
        const account = ACCOUNTS[random.below(ACCOUNTS.length)]!;
        if (random.below(2) === 0) limits.take(RATE, account);
        else limits.giveBack(RATE, account);
      },
    };
  },
};
