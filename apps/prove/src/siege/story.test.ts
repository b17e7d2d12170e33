import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chat } from '../chat.ts';
import { lies } from '../history.ts';
import type { Ledger } from '../ledger.ts';
import { tellStory } from './story.ts';

const message = {
  t: 'message',
  room: 'room',
  seq: 1,
  at: 1,
  n: 1,
  by: 'ada',
  name: 'Ada',
  id: 'one',
  body: 'hello',
} as const;
const empty: Ledger = { rooms: new Map([['room', []]]), messagesOf: () => [], readOf: () => 0 };

test('the story of a lost message tells who wrote and saw it, what was struck meanwhile, and nothing else', () => {
  const ack = { t: 'ack', id: 'one', room: 'room', seq: 1, n: 1, at: 1 } as const;
  const written = { id: 'one', room: 'room', body: 'hello', atMs: 5_000 };
  const ada = witness('Ada', {
    posted: [{ ...written, id: 'other', atMs: 1_000 }, written],
    acks: new Map([['one', ack]]),
    ackTimesMs: new Map([['one', 5_020]]),
    copies: [],
  });
  const lin = witness('Lin', { copies: [{ room: 'room', after: 0, events: [message], timesMs: [5_030] }] });
  const [lie] = [...lies(empty, [ada])];
  const blows = [
    { what: 'kill -9', atMs: 5_010 },
    { what: 'hub worker', atMs: 9_000 },
  ];
  assert.deepEqual(tellStory(lie!, empty, [ada, lin], blows), [
    'Ada: one was acknowledged and is not stored',
    '      5.000 s  Ada writes one in room: hello',
    '      5.010 s  *** kill -9',
    '      5.020 s  Ada is told that one is stored at room/1',
    `      5.030 s  Lin sees ${JSON.stringify(message)}`,
    '     database  room ends at 0',
  ]);
});

function witness(name: string, seen: Partial<Chat>): Chat {
  const nothing = {
    posted: [],
    changed: [],
    acks: new Map(),
    ackTimesMs: new Map(),
    copies: [],
    statuses: [],
    rooms: new Map(),
  };
  return { name, account: name.toLowerCase(), ...nothing, ...seen } as unknown as Chat;
}
