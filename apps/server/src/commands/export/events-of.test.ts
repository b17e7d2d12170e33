import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { eventsOf } from './events-of.ts';

test('an export goes on behind what retention takes while it reads', async () => {
  const ROOM_SEQ = 500;
  let floor = 0;
  const reads = {
    /** As the store has it: nothing for a cursor below the floor. */
    async pageForWorker({ after, limit }: { after: number; limit: number }) {
      const seqs = Array.from({ length: ROOM_SEQ }, (_, index) => index + 1);
      const page = after < floor ? [] : seqs.filter((seq) => seq > after && seq <= after + limit);
      const answer = { events: page.map((seq) => ({ t: 'created', seq }) as RoomEvent), seq: ROOM_SEQ, floor };
      if (page.length > 0 && floor === 0) floor = 450;
      return answer;
    },
  };
  const seqs: number[] = [];
  for await (const { seq } of eventsOf({ id: 'tea', floor: 0 }, reads)) seqs.push(seq);
  assert.deepEqual([seqs.length, seqs[199], seqs[200], seqs.at(-1)], [250, 200, 451, 500]);
});
