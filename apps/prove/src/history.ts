import type { Ack } from '@skein/protocol/posting';
import type { RoomEvent, RoomView } from '@skein/protocol/rooms';
import type { Ledger, StoredEvent } from './ledger.ts';

export interface Posted {
  readonly id: string;
  readonly room: string;
  readonly body: string;
}

/** What a client was shown of a room: every event after `after`. */
export interface RoomCopy {
  readonly room: string;
  readonly after: number;
  readonly events: RoomEvent[];
}

/** What a client saw; nothing else is believed. */
export interface Witness {
  readonly name: string;
  readonly account: string;
  /** In the order in which it was written. */
  readonly posted: readonly Posted[];
  readonly acks: ReadonlyMap<string, Ack>;
  readonly copies: readonly RoomCopy[];
  /** The rooms as the client counts them now. */
  readonly rooms: ReadonlyMap<string, RoomView>;
}

/**
 * Compares what clients saw with what the database says, and lists every lie: a hole in a room, a message acknowledged and
 * not there, or there twice, or out of its author's order, a client's copy of a room that differs or was not brought to its
 * end, a wrong count of unread messages. To be called when nothing is under way any more.
 */
export function findLies(ledger: Ledger, witnesses: readonly Witness[]): readonly string[] {
  return [...holesIn(ledger), ...witnesses.flatMap((witness) => [...liesOf(ledger, witness)])];
}

function* liesOf(ledger: Ledger, witness: Witness): Iterable<string> {
  yield* liesAboutPosts(ledger, witness);
  for (const copy of witness.copies) yield* liesAboutCopy(ledger, witness, copy);
  yield* liesAboutEnds(ledger, witness);
}

function* holesIn({ rooms }: Ledger): Iterable<string> {
  for (const [room, events] of rooms) {
    let n = 0;
    for (const [index, event] of events.entries()) {
      if (event.seq !== index + 1) yield `${room}: seq ${event.seq} at place ${index + 1}`;
      if (event.t === 'message' && event.n !== ++n)
        yield `${room}: the message ${event.seq} has n ${event.n}, not ${n}`;
      if (event.at < (events[index - 1]?.at ?? 0)) yield `${room}: time goes back at ${event.seq}`;
    }
  }
}

function* liesAboutPosts(ledger: Ledger, { name, account, posted, acks }: Witness): Iterable<string> {
  const lastSeqs = new Map<string, number>();
  for (const { id, room, body } of posted) {
    const stored = ledger.messagesOf(account, id);
    const ack = acks.get(id);
    if (stored.length > 1) yield `${name}: ${id} is stored ${stored.length} times`;
    const [message] = stored;
    if (ack && !message) yield `${name}: ${id} was acknowledged and is not stored`;
    if (!message) continue;
    if (message.room !== room || message.body !== body) yield `${name}: ${id} is stored as something else`;
    if (ack && (ack.room !== room || ack.seq !== message.seq || ack.n !== message.n || ack.at !== message.at)) {
      yield `${name}: ${id} was acknowledged at ${ack.room}/${ack.seq} and is at ${message.room}/${message.seq}`;
    }
    if (message.seq <= (lastSeqs.get(room) ?? 0)) yield `${name}: ${id} stands before what was written before it`;
    lastSeqs.set(room, message.seq);
  }
}

function* liesAboutCopy({ rooms }: Ledger, { name }: Witness, { room, after, events }: RoomCopy): Iterable<string> {
  for (const [index, event] of events.entries()) {
    const place = `${name}: ${room}/${event.seq}`;
    if (event.seq !== after + index + 1) yield `${place} was seen where ${after + index + 1} was due`;
    const stored = rooms.get(room)?.[event.seq - 1];
    if (!stored) yield `${place} was seen and is not stored`;
    else if (!isSame(stored, event))
      yield `${place} was seen as ${JSON.stringify(event)}, and is ${JSON.stringify(stored)}`;
  }
}

function isSame(stored: StoredEvent, seen: RoomEvent): boolean {
  if (stored.t !== seen.t || stored.by !== seen.by || stored.at !== seen.at) return false;
  if (stored.t !== 'message' || seen.t !== 'message') return true;
  return stored.n === seen.n && stored.id === seen.id && stored.body === seen.body;
}

function* liesAboutEnds(ledger: Ledger, { name, account, rooms, copies }: Witness): Iterable<string> {
  for (const { id: room, seq, n, read } of rooms.values()) {
    const events = ledger.rooms.get(room) ?? [];
    const copy = copies.findLast((candidate) => candidate.room === room);
    const end = copy && (copy.events.at(-1)?.seq ?? copy.after);
    if (end !== events.length) yield `${name}: ${room} was seen up to ${end} of ${events.length}`;
    if (seq !== events.length) yield `${name}: ${room} counts ${seq} events of ${events.length}`;
    const messages = events.filter((event) => event.t === 'message').length;
    if (n !== messages) yield `${name}: ${room} counts ${n} messages of ${messages}`;
    const stored = ledger.readOf(account, room);
    if (read !== stored) yield `${name}: ${room} is read up to ${read}, and stored as read up to ${stored}`;
  }
}
