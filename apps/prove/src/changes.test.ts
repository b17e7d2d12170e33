import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEvent, RoomView } from '@skein/protocol/rooms';
import type { Changed } from './changes.ts';
import { findLies, type Witness } from './history.ts';
import type { Ledger, StoredChange, StoredEvent, StoredMessage, StoredReaction } from './ledger.ts';

// In the room Ada has written “one” (2), “two” (3) and an answer to “one” (4); then “one” was edited to “uno” (5), “two” was
// deleted (6), and Lin has put a thumb on “one” (7).

const ROOM = 'room';
const THUMB: StoredReaction = { room: ROOM, message: 2, emoji: '👍', count: 1 };

test('a whole and true story of changes is no lie, whether it was seen as it went or read later', () => {
  assert.deepEqual(findLies(ledgerOf({}), [ada({}), lin({})]), []);
  assert.deepEqual(findLies(ledgerOf({}), [ada(copyOf(seenLater())), lin({ pages: seenLater('lin') })]), []);
});

test('an edit that was acknowledged and is not stored, or has another body, is found', () => {
  const lost = stored().with(4, { ...change(5, 'edited', 2), id: 'somebody’s' });
  assert.match(liesIn(ledgerOf({ events: lost })), /edit was acknowledged at room\/5 and is not there/);
  const without = withMessage(2, { body: 'one', versions: [version(2, 'one'), version(5, 'one')] });
  assert.match(liesIn(ledgerOf({ events: without })), /room\/2 was edited to “uno” at 5 and became “one”/);
});

test('a change that was done twice, or after one that was written later, is found', () => {
  const again = [...stored(), { ...change(8, 'edited', 2), id: 'edit' }];
  assert.match(liesIn(ledgerOf({ events: again })), /edit was done 2 times/);
  const changed = ada({}).changed!.toReversed();
  assert.match(liesIn(ledgerOf({}), { changed }), /edit was done before deletion/);
});

test('a change that was refused and is done, or refused for a deletion that there is not, is found', () => {
  const refused = new Map([['edit', { code: 'message_deleted' } as const]]);
  const lies = liesIn(ledgerOf({}), { refused });
  assert.match(lies, /edit was refused and is done/);
  assert.match(lies, /edit was refused because of a deletion that there is not/);
});

test('a doubled reaction is found: in what the database counts, and in what its event says', () => {
  assert.match(liesIn(ledgerOf({ reactions: [{ ...THUMB, count: 2 }] })), /2 👍 is stored 2 times, not 1/);
  assert.match(liesIn(ledgerOf({ reactions: [] })), /2 👍 is stored 0 times, not 1/);
  const events = stored().with(6, { ...thumb(), count: 2 });
  assert.match(liesIn(ledgerOf({ events })), /room\/7 counts 2 times 👍, not 1/);
});

test('a body that outlives its deletion is found: in the database, in a stream and in what is read later', () => {
  assert.match(
    liesIn(ledgerOf({ events: withMessage(3, { remains: 'two' }) })),
    /room\/3 was deleted and has a body still/,
  );
  const two = seenLater()[1]!;
  const risen = seenLater().with(1, { ...two, body: 'two' } as RoomEvent);
  assert.match(liesIn(ledgerOf({}), copyOf(risen)), /room\/3 was seen as/);
  assert.match(liesIn(ledgerOf({}), { pages: risen }), /read later, room\/3 is/);
  assert.match(liesIn(ledgerOf({}), { pages: seen().slice(1, 2) }), /read later, room\/3 is/);
});

test('a client that saw a body, a quote or a reaction that never was is found', () => {
  const edit = { ...seen()[3]!, body: 'eins' } as RoomEvent;
  assert.match(liesIn(ledgerOf({}), copyOf(seen().with(3, edit))), /room\/5 was seen as/);
  const early = { ...seen()[0]!, body: 'uno' } as RoomEvent;
  assert.match(liesIn(ledgerOf({}), copyOf(seen().with(0, early))), /room\/2 was seen as/);
  const answer = seen()[2] as Extract<RoomEvent, { t: 'message' }>;
  const misquoted = { ...answer, reply: { ...answer.reply!, excerpt: 'two' } };
  assert.match(liesIn(ledgerOf({}), copyOf(seen().with(2, misquoted))), /room\/4 was seen as/);
  const doubled = { ...seen()[5]!, count: 2 } as RoomEvent;
  assert.match(liesIn(ledgerOf({}), copyOf(seen().with(5, doubled))), /room\/7 was seen as/);
});

test('a client that shows something else in the end than the database says is found', () => {
  const elsewhere = { ...seen()[3]!, message: 3 } as RoomEvent;
  assert.match(liesIn(ledgerOf({}), copyOf(seen().with(3, elsewhere))), /in the end room\/2 is/);
});

test('an answer that is stored as a plain message is found', () => {
  const { reply: _, ...plain } = stored()[3] as StoredMessage;
  assert.match(liesIn(ledgerOf({ events: stored().with(3, plain) })), /answer is stored as something else/);
});

function liesIn(ledger: Ledger, changes: Partial<Witness> = {}): string {
  return findLies(ledger, [ada(changes), lin({})]).join('\n');
}

function place(seq: number, by = 'ada') {
  return { room: ROOM, seq, at: seq, by };
}

function version(seq: number, body: string | undefined) {
  return { seq, body };
}

function message(seq: number, id: string, changes: Partial<StoredMessage> = {}): StoredMessage {
  const versions = [version(seq, id)];
  return { t: 'message', ...place(seq), n: seq - 1, id, body: id, fromServer: false, versions, ...changes };
}

function change(seq: number, t: StoredChange['t'], of: number): StoredChange {
  const id = { edited: 'edit', deleted: 'deletion', reacted: 'thumb' }[t as string]!;
  return { t, ...place(seq), message: of, n: of - 1, id, emoji: '', count: 0 };
}

function thumb(): StoredChange {
  return { ...change(7, 'reacted', 2), by: 'lin', emoji: '👍', count: 1 };
}

function stored(): readonly StoredEvent[] {
  return [
    { t: 'created', ...place(1) },
    message(2, 'one', { body: 'uno', versions: [version(2, 'one'), version(5, 'uno')] }),
    message(3, 'two', { body: '', versions: [version(3, undefined)], deleted: 6 }),
    message(4, 'answer', { reply: { seq: 2, root: 2, r: 1 } }),
    change(5, 'edited', 2),
    change(6, 'deleted', 3),
    thumb(),
  ];
}

function withMessage(seq: number, changes: Partial<StoredMessage>): readonly StoredEvent[] {
  return stored().with(seq - 1, { ...(stored()[seq - 1] as StoredMessage), ...changes });
}

function quote(changes: object) {
  return { seq: 2, n: 1, by: 'ada', name: 'Ada', root: 2, r: 1, ...changes } as const;
}

/** As it went. */
function seen(): readonly RoomEvent[] {
  const name = 'Ada';
  const post = (seq: number, id: string) => ({ t: 'message', ...place(seq), name, n: seq - 1, id, body: id }) as const;
  const about = (seq: number, of: number, id: string) => ({ ...place(seq), name, message: of, n: of - 1, id });
  return [
    post(2, 'one'),
    post(3, 'two'),
    { ...post(4, 'answer'), reply: { ...quote({}), excerpt: 'one' } },
    { t: 'edited', ...about(5, 2, 'edit'), body: 'uno' },
    { t: 'deleted', ...about(6, 3, 'deletion') },
    { t: 'reacted', ...about(7, 2, 'thumb'), by: 'lin', name: 'Lin', emoji: '👍', count: 1 },
  ];
}

/** Read when all of it had happened (E4). */
function seenLater(self = 'ada'): readonly RoomEvent[] {
  const [one, two, answer, ...changes] = seen();
  const by = [{ id: 'lin', name: 'Lin' }];
  const tags = { seq: 7, reactions: [{ emoji: '👍', count: 1, since: 7, own: self === 'lin', by }] };
  return [
    { ...one!, body: 'uno', edited: { seq: 5, at: 5 }, tags } as RoomEvent,
    { ...two!, body: '', deleted: { seq: 6, at: 6, by: 'ada', name: 'Ada' } } as RoomEvent,
    { ...answer!, reply: { ...quote({ changed: 5 }), excerpt: 'uno' } } as RoomEvent,
    ...changes,
  ];
}

function ledgerOf({
  events = stored(),
  reactions = [THUMB],
}: {
  events?: readonly StoredEvent[];
  reactions?: StoredReaction[];
}): Ledger {
  const messages = events.filter((event) => event.t === 'message');
  return {
    rooms: new Map([[ROOM, events]]),
    messagesOf: (account, id) => messages.filter((message) => message.by === account && message.id === id),
    readOf: () => 3,
    reactions,
  };
}

function copyOf(events: readonly RoomEvent[]): Partial<Witness> {
  return { copies: [{ room: ROOM, after: 1, events: [...events] }] };
}

function ada(changes: Partial<Witness>): Witness {
  const changed: Changed[] = [
    { id: 'edit', t: 'edited', room: ROOM, message: 2, body: 'uno' },
    { id: 'deletion', t: 'deleted', room: ROOM, message: 3 },
  ];
  const acks = [
    { id: 'edit', seq: 5, n: 1 },
    { id: 'deletion', seq: 6, n: 2 },
  ].map((ack) => [ack.id, { t: 'ack', room: ROOM, at: ack.seq, ...ack }] as const);
  const posted = [
    { id: 'one', room: ROOM, body: 'one' },
    { id: 'two', room: ROOM, body: 'two' },
    { id: 'answer', room: ROOM, body: 'answer', reply: 2 },
  ];
  return { name: 'Ada', account: 'ada', posted, changed, acks: new Map(acks), ...present(), ...changes };
}

function lin(changes: Partial<Witness>): Witness {
  const changed: Changed[] = [{ id: 'thumb', t: 'reacted', room: ROOM, message: 2, emoji: '👍' }];
  const ack = { t: 'ack', id: 'thumb', room: ROOM, seq: 7, n: 1, at: 7 } as const;
  return {
    ...{ name: 'Lin', account: 'lin', posted: [], changed, acks: new Map([['thumb', ack]]) },
    ...present(),
    ...changes,
  };
}

function present(): Pick<Witness, 'copies' | 'rooms'> {
  const view: RoomView = {
    ...{ id: ROOM, kind: 'public', name: 'Room', lobby: false, role: 'owner', members: 2, retentionDays: null },
    ...{ seq: 7, n: 3, read: 3, floor: 0 },
  };
  return { copies: [{ room: ROOM, after: 1, events: [...seen()] }], rooms: new Map([[ROOM, view]]) };
}
