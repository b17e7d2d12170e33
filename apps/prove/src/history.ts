import type { Refusal } from '@skein/protocol/errors';
import type { Ack } from '@skein/protocol/posting';
import type { RoomEvent, RoomView } from '@skein/protocol/rooms';
import { type Changed, liesAboutChanges, mayBeSeen } from './changes.ts';
import type { Ledger, StoredEvent, StoredMessage } from './ledger.ts';

export interface Posted {
  readonly id: string;
  readonly room: string;
  readonly body: string;
  /** The seq of what it answers. */
  readonly reply?: number | undefined;
  /** When, in milliseconds of whatever clock tells the story; so are the other times here. */
  readonly atMs?: number;
}

/** What a client was shown of a room: every event after `after`. */
export interface RoomCopy {
  readonly room: string;
  readonly after: number;
  readonly events: RoomEvent[];
  /** When each event was shown. */
  readonly timesMs?: readonly number[];
}

/** What a client saw; nothing else is believed. */
export interface Witness {
  readonly name: string;
  readonly account: string;
  /** In the order in which it was written. */
  readonly posted: readonly Posted[];
  /** Likewise; without it, what the client shows in the end is not looked at. */
  readonly changed?: readonly Changed[];
  /** Events read over REST when everything had come to rest. */
  readonly pages?: readonly RoomEvent[];
  readonly refused?: ReadonlyMap<string, Refusal>;
  readonly acks: ReadonlyMap<string, Ack>;
  readonly copies: readonly RoomCopy[];
  /** The rooms as the client counts them now. */
  readonly rooms: ReadonlyMap<string, RoomView>;
  /** How far the person has read each room, by what this client was told to say. */
  readonly marked?: ReadonlyMap<string, number>;
}

/** A contradiction, and what it is about: a place in a room, or a message by its client id. */
export interface Lie {
  readonly text: string;
  readonly room?: string;
  readonly seq?: number;
  /** Of the message, or of each where it is about several. */
  readonly ids?: readonly string[];
}

/**
 * Compares what clients saw with what the database says, and lists every lie: a hole in a room, a message acknowledged and
 * not there, or there twice, or out of its author's order, a client's copy of a room that differs or was not brought to its
 * end, a wrong count of unread messages, and what is untrue of changes of messages. To be called when nothing is under way any more.
 */
export function findLies(ledger: Ledger, witnesses: readonly Witness[]): readonly string[] {
  return [...lies(ledger, witnesses)].map(({ text }) => text);
}

/** As `findLies`, one after the other. */
export function* lies(ledger: Ledger, witnesses: readonly Witness[]): Iterable<Lie> {
  yield* holesIn(ledger);
  for (const witness of witnesses) yield* liesOf(ledger, witness);
  yield* liesAboutMarks(ledger, witnesses);
  yield* liesAboutChanges(ledger, witnesses);
}

function* liesOf(ledger: Ledger, witness: Witness): Iterable<Lie> {
  yield* liesAboutPosts(ledger, witness);
  for (const copy of witness.copies) yield* liesAboutCopy(ledger, witness, copy);
  yield* liesAboutEnds(ledger, witness);
}

function* holesIn({ rooms }: Ledger): Iterable<Lie> {
  for (const [room, events] of rooms) {
    let n = 0;
    for (const [index, event] of events.entries()) {
      const { seq } = event;
      if (seq !== index + 1) yield { text: `${room}: seq ${seq} at place ${index + 1}`, room, seq };
      if (event.t === 'message' && event.n !== ++n)
        yield { text: `${room}: the message ${seq} has n ${event.n}, not ${n}`, room, seq };
      if (event.at < (events[index - 1]?.at ?? 0)) yield { text: `${room}: time goes back at ${seq}`, room, seq };
    }
  }
}

function* liesAboutPosts(ledger: Ledger, { name, account, posted, acks }: Witness): Iterable<Lie> {
  const last = new Map<string, StoredMessage>();
  for (const { id, room, body, reply } of posted) {
    const stored = ledger.messagesOf(account, id);
    const ack = acks.get(id);
    const about = { room, ids: [id], ...(ack ? { seq: ack.seq } : {}) };
    if (stored.length > 1) yield { text: `${name}: ${id} is stored ${stored.length} times`, ...about };
    const [message] = stored;
    if (ack && !message) yield { text: `${name}: ${id} was acknowledged and is not stored`, ...about };
    if (!message) continue;
    const first = message.versions ? (message.versions[0]!.body ?? body) : message.body;
    if (message.room !== room || first !== body || (message.versions && message.reply?.seq !== reply))
      yield { text: `${name}: ${id} is stored as something else`, ...about };
    if (ack && (ack.room !== room || ack.seq !== message.seq || ack.n !== message.n || ack.at !== message.at)) {
      const places = `acknowledged at ${ack.room}/${ack.seq} and is at ${message.room}/${message.seq}`;
      yield { text: `${name}: ${id} was ${places}`, ...about };
    }
    const before = last.get(room);
    if (before && message.seq <= before.seq)
      yield {
        text: `${name}: ${id} stands before ${before.id}, which was written before it`,
        ...about,
        ids: [before.id, id],
      };
    last.set(room, message);
  }
}

function* liesAboutCopy({ rooms }: Ledger, { name }: Witness, { room, after, events }: RoomCopy): Iterable<Lie> {
  for (const [index, event] of events.entries()) {
    const { seq } = event;
    const place = `${name}: ${room}/${seq}`;
    const about = { room, seq, ...(event.t === 'message' ? { ids: [event.id] } : {}) };
    if (seq !== after + index + 1) yield { text: `${place} was seen where ${after + index + 1} was due`, ...about };
    const stored = rooms.get(room)?.[seq - 1];
    if (!stored) yield { text: `${place} was seen and is not stored`, ...about };
    else if (!isSame(stored, event) || !mayBeSeen(rooms.get(room)!, stored, event))
      yield { text: `${place} was seen as ${JSON.stringify(event)}, and is ${JSON.stringify(stored)}`, ...about };
  }
}

function isSame(stored: StoredEvent, seen: RoomEvent): boolean {
  if (stored.t !== seen.t || stored.by !== seen.by || stored.at !== seen.at) return false;
  if (stored.t !== 'message' || seen.t !== 'message') return true;
  return stored.n === seen.n && stored.id === seen.id;
}

function* liesAboutEnds(ledger: Ledger, { name, account, rooms, copies }: Witness): Iterable<Lie> {
  for (const { id: room, seq, n, read } of rooms.values()) {
    const events = ledger.rooms.get(room) ?? [];
    const copy = copies.findLast((candidate) => candidate.room === room);
    const end = copy && (copy.events.at(-1)?.seq ?? copy.after);
    if (end !== events.length)
      yield { text: `${name}: ${room} was seen up to ${end} of ${events.length}`, room, seq: (end ?? 0) + 1 };
    if (seq !== events.length) yield { text: `${name}: ${room} counts ${seq} events of ${events.length}`, room };
    const messages = events.filter((event) => event.t === 'message').length;
    if (n !== messages) yield { text: `${name}: ${room} counts ${n} messages of ${messages}`, room };
    const stored = ledger.readOf(account, room);
    if (read !== stored)
      yield { text: `${name}: ${room} is read up to ${read}, and stored as read up to ${stored}`, room };
  }
}

/** How far an account has read is the furthest that any client of its has said, or that it wrote itself. */
export function* liesAboutMarks(ledger: Ledger, witnesses: readonly Witness[]): Iterable<Lie> {
  for (const [account, clients] of Map.groupBy(witnesses, (witness) => witness.account)) {
    if (!clients.every(({ marked }) => marked)) continue;
    for (const room of new Set(clients.flatMap(({ rooms }) => [...rooms.keys()]))) {
      const own = ledger.rooms.get(room)?.findLast((event) => event.t === 'message' && event.by === account);
      const written = own?.t === 'message' ? own.n : 0;
      const due = Math.max(written, ...clients.map(({ marked }) => marked!.get(room) ?? 0));
      const stored = ledger.readOf(account, room);
      if (stored !== due)
        yield {
          text: `${clients[0]!.name}: ${room} was read up to ${due} and is stored as read up to ${stored}`,
          room,
        };
    }
  }
}
