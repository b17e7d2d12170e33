import type { Party, Seat, Trial } from '@skein/shared-memory/testing/storms/trial';
import { Interest } from '../../../bus/shared-memory/interest.ts';
import type { SharedMemory } from '../../../workers/memory.ts';
import { keptStage, SUPERVISOR_THREAD_ID } from '../kept-stage.ts';

// The room table of the shards. Two hub workers follow rooms and leave them, a ledger reads who does, and hub workers or ledgers
// die in the middle. Whoever follows a room is never missing, and of the dead nothing stays.

const PLACES = { hub: 0, otherHub: 1, ledger: 2, dying: 3 } as const;
const HUBS = (1 << PLACES.hub) | (1 << PLACES.otherHub) | (1 << PLACES.dying);
const ROOMS = Array.from({ length: 12 }, (_, index) => `room ${index}`);

export const trial: Trial<SharedMemory> = {
  name: 'interest table',
  url: import.meta.url,
  survivors: PLACES.dying,

  begin() {
    return keptStage({
      slot: PLACES.dying,
      verify(memory) {
        const interest = new Interest(memory.interest, SUPERVISOR_THREAD_ID);
        const dead = ROOMS.filter((room) => (maskOf(interest, room) & (1 << PLACES.dying)) !== 0);
        if (dead.length > 0) throw new Error(`the dead still follow ${dead.join(', ')}`);
      },
    });
  },

  join(memory, seat) {
    const interest = new Interest(memory.interest, seat.threadId);
    const isLedger = seat.place === PLACES.ledger || (seat.place === PLACES.dying && seat.random.below(3) === 0);
    return isLedger ? ledger(interest, seat) : hub(interest, seat);
  },
};

function hub(interest: Interest, { place, random }: Seat): Party {
  const followed = new Set<string>();
  return {
    async act() {
      const room = ROOMS[random.below(ROOMS.length)]!;
      if (followed.delete(room)) return interest.remove('room', room, place);
      await interest.add('room', room, place);
      followed.add(room);
      if ((maskOf(interest, room) & (1 << place)) === 0) throw new Error(`${room} is followed and nobody knows`);
    },
  };
}

function ledger(interest: Interest, { random }: Seat): Party {
  return { act: () => void maskOf(interest, ROOMS[random.below(ROOMS.length)]!) };
}

function maskOf(interest: Interest, room: string): number {
  const mask = interest.maskOf('room', room);
  if ((mask & ~HUBS) !== 0) throw new Error(`${room} is followed by ${mask.toString(2)}`);
  return mask;
}
