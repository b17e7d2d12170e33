import { isDeepStrictEqual } from 'node:util';
import { excerptOf } from '@skein/protocol/excerpt';
import { shown } from '@skein/protocol/message-changes';
import type { Message, Quote, RoomEvent } from '@skein/protocol/rooms';
import type { Lie, Witness } from './history.ts';
import type { Ledger, StoredChange, StoredEvent, StoredMessage, Version } from './ledger.ts';

/** An edit, a deletion or a reaction that somebody has written. */
export interface Changed {
  readonly id: string;
  readonly t: 'edited' | 'deleted' | 'reacted' | 'unreacted';
  readonly room: string;
  readonly message: number;
  /** Of an edit. */
  readonly body?: string;
  /** Of a reaction. */
  readonly emoji?: string;
  readonly atMs?: number;
}

type ChangesById = ReadonlyMap<string, readonly StoredChange[]>;

/**
 * What is not true of edits, deletions and reactions: one acknowledged and not done, done twice, or out of its author's order;
 * an edit that another body is stored for; a reaction counted wrongly; a body that outlives its deletion; and a client
 * that does not show in the end what the database says.
 */
export function* liesAboutChanges(ledger: Ledger, witnesses: readonly Witness[]): Iterable<Lie> {
  const changes = [...ledger.rooms.values()].flat().filter(isChange);
  const byId = Map.groupBy(changes, ({ by, id }) => `${by} ${id}`);
  const bodies = bodiesWritten(witnesses);
  for (const events of ledger.rooms.values()) {
    yield* liesAboutBodies(events, bodies);
    yield* liesAboutReactions(events, ledger);
  }
  for (const witness of witnesses) {
    yield* liesAboutOwn(ledger, witness, byId);
    yield* liesAboutPictures(ledger, witness);
  }
}

export function isChange(event: StoredEvent): event is StoredChange {
  return 'message' in event;
}

/** Each body that a witness has written, by its account and the client id of the post or the edit. */
function bodiesWritten(witnesses: readonly Witness[]): ReadonlyMap<string, string> {
  return new Map(
    witnesses.flatMap(({ account, posted, changed = [] }) =>
      [...posted, ...changed].map(({ id, body }) => [`${account} ${id}`, body ?? ''] as const),
    ),
  );
}

function* liesAboutBodies(events: readonly StoredEvent[], bodies: ReadonlyMap<string, string>): Iterable<Lie> {
  for (const message of events) {
    if (message.t !== 'message' || !message.versions) continue;
    const { room, seq, remains, versions } = message;
    if (remains !== undefined) yield { text: `${room}/${seq} was deleted and has a body still: ${remains}`, room, seq };
    for (const { seq: since, body } of versions.slice(1)) {
      const edit = events[since - 1] as StoredChange;
      const written = bodies.get(`${edit.by} ${edit.id}`);
      if (body === undefined || written === undefined || body === written) continue;
      yield { text: `${room}/${seq} was edited to “${written}” at ${since} and became “${body}”`, room, seq };
    }
  }
}

/** Each account has an emoji on a message once or not at all; events and the database's count say the same of it. */
function* liesAboutReactions(events: readonly StoredEvent[], { reactions }: Ledger): Iterable<Lie> {
  const holders = new Map<string, Set<string>>();
  for (const { room, seq, ...event } of events.filter(isChange)) {
    if ((event.t !== 'reacted' && event.t !== 'unreacted') || event.emoji === '') continue;
    const key = `${event.message} ${event.emoji}`;
    const accounts = holders.get(key) ?? new Set();
    holders.set(key, accounts);
    if (event.t === 'reacted') accounts.add(event.by);
    else accounts.delete(event.by);
    if (event.count !== accounts.size)
      yield { text: `${room}/${seq} counts ${event.count} times ${event.emoji}, not ${accounts.size}`, room, seq };
  }
  const room = events[0]?.room;
  if (!reactions || room === undefined) return;
  const stored = reactions.filter((reaction) => reaction.room === room);
  const counts = new Map(stored.map(({ message, emoji, count }) => [`${message} ${emoji}`, count]));
  for (const key of new Set([...holders.keys(), ...counts.keys()])) {
    const [count, due] = [counts.get(key) ?? 0, holders.get(key)?.size ?? 0];
    if (count !== due) yield { text: `${room}: ${key} is stored ${count} times, not ${due}`, room, seq: parseInt(key) };
  }
}

function* liesAboutOwn({ rooms }: Ledger, witness: Witness, changesById: ChangesById): Iterable<Lie> {
  const { name, account, changed = [], acks, refused } = witness;
  const last = new Map<string, StoredChange>();
  for (const { id, t, room, message, emoji } of changed) {
    const done = changesById.get(`${account} ${id}`) ?? [];
    const ack = acks.get(id);
    const about = { room, ids: [id], seq: ack?.seq ?? message };
    if (done.length > 1) yield { text: `${name}: ${id} was done ${done.length} times`, ...about };
    if (done.length > 0 && refused?.has(id)) yield { text: `${name}: ${id} was refused and is done`, ...about };
    const target = rooms.get(room)?.[message - 1];
    if (refused?.get(id)?.code === 'message_deleted' && target?.t === 'message' && target.deleted === undefined)
      yield { text: `${name}: ${id} was refused because of a deletion that there is not`, ...about };
    const stored = ack && rooms.get(room)?.[ack.seq - 1];
    if (ack && !isDone(stored, { id, t, message, by: account, at: ack.at }))
      yield { text: `${name}: ${id} was acknowledged at ${room}/${ack.seq} and is not there`, ...about };
    const [change] = done;
    if (!change) continue;
    const isAlike = change.t === t && change.room === room && change.message === message;
    if (!isAlike || (emoji !== undefined && change.emoji !== '' && change.emoji !== emoji))
      yield { text: `${name}: ${id} is stored as something else`, ...about };
    const before = last.get(room);
    if (before && change.seq <= before.seq)
      yield { text: `${name}: ${id} was done before ${before.id}, which was written before it`, ...about };
    last.set(room, change);
  }
}

/** What was deleted already is acknowledged with the place of its deletion (E3). */
function isDone(
  stored: StoredEvent | undefined,
  due: Pick<StoredChange, 'id' | 't' | 'message' | 'by' | 'at'>,
): boolean {
  if (!stored || !isChange(stored)) return false;
  const isThere = stored.t === due.t && stored.message === due.message && stored.at === due.at;
  return isThere && (due.t === 'deleted' || (stored.id === due.id && stored.by === due.by));
}

/** Whether an event is one that could be seen there: with what was stored then, or since (E4). */
export function mayBeSeen(events: readonly StoredEvent[], stored: StoredEvent, seen: RoomEvent): boolean {
  if (stored.t === 'message') return seen.t !== 'message' || mayBeSeenAs(events, stored, seen);
  if (!isChange(stored) || !('message' in seen)) return true;
  if (stored.message !== seen.message || stored.id !== seen.id || stored.n !== seen.n) return false;
  const message = events[stored.message - 1];
  if (message?.t !== 'message' || !message.versions) return true;
  const isGone = message.deleted !== undefined;
  if (seen.t === 'edited')
    return seen.body === ''
      ? isGone
      : message.versions.some((version) => version.seq >= seen.seq && isBody(version, seen.body));
  if (seen.t !== 'reacted' && seen.t !== 'unreacted') return true;
  return seen.count === stored.count && (isGone || seen.emoji === stored.emoji);
}

function mayBeSeenAs(events: readonly StoredEvent[], stored: StoredMessage, seen: Message): boolean {
  if (!stored.versions) return seen.body === stored.body;
  if (seen.reply?.seq !== stored.reply?.seq) return false;
  if (seen.reply && !isQuote(events[seen.reply.seq - 1], seen.reply)) return false;
  if (seen.deleted) return seen.deleted.seq === stored.deleted && seen.body === '';
  const version = stored.versions.find(({ seq }) => seq === (seen.edited?.seq ?? stored.seq));
  return version !== undefined && isBody(version, seen.body);
}

function isQuote(answered: StoredEvent | undefined, { excerpt, changed, deleted }: Quote): boolean {
  if (answered?.t !== 'message' || !answered.versions) return false;
  if (deleted) return excerpt === '' && answered.deleted === changed;
  const version = answered.versions.find(({ seq }) => seq === (changed ?? answered.seq));
  return version !== undefined && (version.body === undefined || excerptOf(version.body) === excerpt);
}

/** Of what was deleted since it is not known any more. */
function isBody(version: Version, body: string): boolean {
  return version.body === undefined || version.body === body;
}

/** In the end every client shows the same, and who reads the history then is told the same. */
function* liesAboutPictures(ledger: Ledger, { name, account, changed, copies, rooms, pages = [] }: Witness) {
  if (!changed) return;
  for (const room of rooms.keys()) {
    const copy = copies.findLast((candidate) => candidate.room === room);
    if (!copy) continue;
    const stored = picturesOf(ledger, room, copy.after, account);
    for (const event of shown(copy.events, account)) {
      const lie = differenceAt(stored, event);
      if (lie) yield { text: `${name}: in the end ${lie}`, room, seq: event.seq };
    }
  }
  for (const [room, events] of Map.groupBy(pages, (event) => event.room)) {
    const stored = picturesOf(ledger, room, 0, account);
    for (const event of events) {
      const lie = differenceAt(stored, event);
      if (lie) yield { text: `${name}: read later, ${lie}`, room, seq: event.seq };
    }
  }
}

function differenceAt(stored: ReadonlyMap<number, unknown>, event: RoomEvent): string | undefined {
  const [seen, due] = [pictureOf(event), stored.get(event.seq)];
  if (isDeepStrictEqual(seen, due)) return undefined;
  return `${event.room}/${event.seq} is ${JSON.stringify(seen)}, and should be ${JSON.stringify(due)}`;
}

function picturesOf({ rooms }: Ledger, room: string, after: number, account: string): ReadonlyMap<number, unknown> {
  const all = rooms.get(room) ?? [];
  const events = all.slice(after).map((event) => toRoomEvent(event, all));
  return new Map(shown(events, account).map((event) => [event.seq, pictureOf(event)]));
}

/** What a client shows of it, without the names of people. */
function pictureOf(event: RoomEvent): unknown {
  const { t, seq, at, by } = event;
  if (t !== 'message')
    return { t, seq, at, by, ...('message' in event ? { message: event.message, id: event.id } : {}) };
  const { n, id, body, edited, deleted, reply, tags } = event;
  return {
    ...{ t, seq, at, by, n, id, body, edited: edited?.seq, deleted: deleted?.seq, reply: reply && answerOf(reply) },
    reactions: (tags?.reactions ?? []).map((reaction) => ({
      ...reaction,
      by: reaction.by.map((person) => person.id),
    })),
    pinned: tags?.pinned?.at,
  };
}

function answerOf({ seq, root, r, excerpt, deleted }: Quote) {
  return { seq, root, r, excerpt, isDeleted: deleted === true };
}

/** As it is sent now. */
function toRoomEvent(event: StoredEvent, all: readonly StoredEvent[]): RoomEvent {
  const { room, seq, at, by } = event;
  const place = { room, seq, at, by, name: '' };
  if (isChange(event)) {
    const { t, message, n, id, emoji, count } = event;
    const change = { ...place, message, n, id };
    if (t === 'edited') return { t, ...change, body: (all[message - 1] as StoredMessage).body };
    if (t === 'reacted' || t === 'unreacted') return { t, ...change, emoji, count };
    return { t, ...change };
  }
  if (event.t !== 'message') return { t: event.t, ...place };
  const { n, id, body, reply } = event;
  const quoted = reply && { reply: { ...quoteOf(all[reply.seq - 1] as StoredMessage), ...reply } };
  return { t: 'message', ...place, n, id, body, ...changesOf(event, all), ...quoted };
}

function changesOf({ versions = [], deleted }: StoredMessage, all: readonly StoredEvent[]) {
  const last = deleted ?? (versions.length > 1 ? versions.at(-1)!.seq : undefined);
  if (last === undefined) return {};
  const { at, by } = all[last - 1]!;
  return deleted === undefined ? { edited: { seq: last, at } } : { deleted: { seq: last, at, by, name: '' } };
}

function quoteOf({
  seq,
  n,
  by,
  body,
  versions = [],
  deleted,
}: StoredMessage): Pick<Quote, 'n' | 'by' | 'name' | 'excerpt'> {
  const changed = deleted ?? (versions.length > 1 ? versions.at(-1)!.seq : undefined);
  return {
    ...{ seq, n, by, name: '', excerpt: excerptOf(body) },
    ...(changed !== undefined && { changed }),
    ...(deleted !== undefined && { deleted: true }),
  };
}
