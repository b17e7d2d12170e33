import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { findLies, type Witness } from './history.ts';
import type { Ledger, StoredEvent, StoredMessage } from './ledger.ts';

const ROOM = 'room';
const BODIES = ['one', 'two', 'three'];

test('a whole and true story is no lie', () => {
  assert.deepEqual(findLies(ledgerOf(stored()), [witnessOf({})]), []);
});

test('a hole in a room is found', () => {
  assert.match(liesIn(ledgerOf(stored().toSpliced(1, 1))), /seq 3 at place 2/);
});

test('a message that was acknowledged and lost is found', () => {
  assert.match(liesIn(ledgerOf(stored().slice(0, 3))), /three was acknowledged and is not stored/);
});

test('a message stored twice is found', () => {
  const again = { ...stored()[3]!, seq: 5, n: 4 } as StoredMessage;
  assert.match(liesIn(ledgerOf([...stored(), again])), /three is stored 2 times/);
});

test('an acknowledgement of another place is found', () => {
  const acks = new Map([...witnessOf({}).acks].map(([id, ack]) => [id, { ...ack, seq: ack.seq + 1 }]));
  assert.match(liesIn(ledgerOf(stored()), { acks }), /one was acknowledged at room\/3 and is at room\/2/);
});

test('messages out of their order are found', () => {
  const posted = witnessOf({}).posted.toReversed();
  assert.match(liesIn(ledgerOf(stored()), { posted }), /two stands before three, which was written before it/);
});

test('a client that saw a phantom, missed or doubled something, or saw it otherwise is found', () => {
  const phantom = { ...seen()[2]!, seq: 5 };
  assert.match(liesIn(ledgerOf(stored()), copyOf([...seen(), phantom])), /room\/5 was seen and is not stored/);
  assert.match(liesIn(ledgerOf(stored()), copyOf(seen().toSpliced(1, 1))), /room\/4 was seen where 3 was due/);
  assert.match(liesIn(ledgerOf(stored()), copyOf([...seen(), seen()[2]!])), /room\/4 was seen where 5 was due/);
  const changed = seen().with(2, { ...seen()[2]!, body: 'otherwise' } as RoomEvent);
  assert.match(liesIn(ledgerOf(stored()), copyOf(changed)), /room\/4 was seen as/);
});

test('a client that was not brought to the end is found', () => {
  assert.match(liesIn(ledgerOf(stored()), copyOf(seen().slice(0, 2))), /room was seen up to 3 of 4/);
});

test('a wrong count of unread messages is found', () => {
  const [view] = witnessOf({}).rooms.values();
  const rooms = new Map([[ROOM, { ...view!, n: 4, read: 1 }]]);
  const lies = liesIn(ledgerOf(stored()), { rooms });
  assert.match(lies, /counts 4 messages of 3/);
  assert.match(lies, /is read up to 1, and stored as read up to 3/);
});

function liesIn(ledger: Ledger, witness: Partial<Witness> = {}): string {
  return findLies(ledger, [witnessOf(witness)]).join('\n');
}

function stored(): readonly StoredEvent[] {
  const messages = BODIES.map((body, index) => ({ ...placeOf(index), id: body, body, fromServer: false }));
  return [{ t: 'created', room: ROOM, seq: 1, at: 1, by: 'ada' }, ...messages];
}

function seen(): readonly RoomEvent[] {
  return BODIES.map((body, index) => ({ ...placeOf(index), name: 'Ada', id: body, body }));
}

function placeOf(index: number) {
  return { t: 'message', room: ROOM, seq: index + 2, at: index + 2, n: index + 1, by: 'ada' } as const;
}

function ledgerOf(events: readonly StoredEvent[]): Ledger {
  const messages = events.filter((event) => event.t === 'message');
  return {
    rooms: new Map([[ROOM, events]]),
    messagesOf: (account, id) => messages.filter((message) => message.by === account && message.id === id),
    readOf: () => 3,
  };
}

function copyOf(events: readonly RoomEvent[]): Partial<Witness> {
  return { copies: [{ room: ROOM, after: 1, events: [...events] }] };
}

function witnessOf(changes: Partial<Witness>): Witness {
  const view = {
    id: ROOM,
    kind: 'public',
    name: 'Room',
    lobby: false,
    role: 'owner',
    seq: 4,
    n: 3,
    read: 3,
    floor: 0,
    members: 1,
    retentionDays: null,
  } as const;
  const acks = seen().map(({ seq, at }, index) => {
    const id = BODIES[index]!;
    return [id, { t: 'ack', id, room: ROOM, seq, n: index + 1, at }] as const;
  });
  return {
    name: 'Ada',
    account: 'ada',
    posted: BODIES.map((body) => ({ id: body, room: ROOM, body })),
    acks: new Map(acks),
    copies: [{ room: ROOM, after: 1, events: [...seen()] }],
    rooms: new Map([[ROOM, view]]),
    ...changes,
  };
}
