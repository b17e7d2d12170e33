import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import type { Message } from '@skein/protocol/rooms';
import type { HubBus } from '../bus/bus.ts';
import type { ReadStore } from '../storage/store.ts';
import type { Stream } from './stream.ts';
import { Streams } from './streams.ts';
import type { Subscription } from './subscription.ts';

const ROOM = 'tea';

function message(seq: number): Message {
  return { t: 'message', room: ROOM, seq, n: seq, at: 1, by: 'ada', name: 'Ada', id: 'AAAAAAAAAAAAAAAA', body: 'hi' };
}

/** Streams over a store that answers when the test lets it. */
function streamsOver(reads: Pick<ReadStore, 'roomSeq' | 'pageForWorker'>): Streams {
  const bus = { addInterest: async () => undefined, removeInterest: () => undefined } as unknown as HubBus;
  const nothing = () => undefined;
  const log = pino({ level: 'silent' });
  return new Streams({ bus, reads: reads as ReadStore, log, onMembersMoved: nothing, onGapRead: nothing });
}

/** Opens the room's stream as for a client that stays. */
async function opened(streams: Streams): Promise<Stream> {
  const used = Promise.withResolvers<Stream>();
  await streams.open('room', ROOM, (stream) => {
    stream.subscriptions.add({} as Subscription);
    used.resolve(stream);
  });
  return used.promise;
}

test('what was missed while a stream’s cursor was being read is read too', async () => {
  const cursor = Promise.withResolvers<number>();
  const reads = {
    roomSeq: () => cursor.promise,
    pageForWorker: async ({ after }: { after: number }) => ({
      events: after < 2 ? [message(2)] : [],
      seq: 2,
      floor: 0,
    }),
  };
  const streams = streamsOver(reads);
  const opening = opened(streams);
  streams.readGaps();
  cursor.resolve(1);
  const stream = await opening;
  await stream.ready;
  assert.deepEqual([stream.cursor, stream.state], [2, 'following']);
});

test('what was missed while a gap was being read is read too', async () => {
  const pages = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let reading = 0;
  const reads = {
    roomSeq: async () => 1,
    pageForWorker: async ({ after }: { after: number }) => {
      const seq = ++reading;
      await pages[seq - 1]!.promise;
      return { events: after < seq + 1 ? [message(seq + 1)] : [], seq: seq + 1, floor: 0 };
    },
  };
  const streams = streamsOver(reads);
  const stream = await opened(streams);
  streams.readGaps();
  streams.readGaps();
  for (const { resolve } of pages) resolve();
  await stream.ready;
  await stream.ready;
  assert.deepEqual([stream.cursor, stream.state], [3, 'following']);
});
