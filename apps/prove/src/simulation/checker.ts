import { shown, unquoted } from '@skein/protocol/message-changes';
import type { RoomEvent } from '@skein/protocol/rooms';
import { LOBBY_ID } from '@skein/server/storage/lobby';
import { keyOf, type EventRow } from '@skein/server/storage/memory/memory-disk';
import { openMemoryReads } from '@skein/server/storage/memory/memory-read-store';
import { RoomReads } from '@skein/server/storage/memory/room-reads';
import { isDeepStrictEqual } from 'node:util';
import { findLies, type Posted, type Witness } from '../history.ts';
import type { Ledger, StoredEvent, StoredMessage } from '../ledger.ts';
import type { Page, Tab } from './tab.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

/** A connection whose session has ended may be used this much longer, by a worker that does not stand still. */
const ENDS_WITHIN_MS = 1_000;

/** A refusal is told this long after it was made, at most. */
const SENT_WITHIN_MS = 300;

/** Compares what people saw with what the store says, when nothing is under way any more, and lists every lie. */
export async function liesIn(world: World): Promise<readonly string[]> {
  const ledger = ledgerOf(world);
  return [
    ...world.errors,
    ...findLies(
      ledger,
      world.tabs.flatMap((tab) => witnessesOf(tab, ledger)),
    ),
    ...world.tabs.flatMap((tab) => [
      ...liesAboutAnswers(tab, ledger, world),
      ...liesAboutChanges(tab, ledger, world),
      ...liesAboutEnds(tab, ledger, world),
    ]),
    ...(await liesAboutRooms(world, world.tabs)),
  ];
}

/**
 * Whoever has a sound connection to a server that is well is live and shows what the store says, if only nobody does
 * anything for some time.
 */
export function liesInQuiet(world: World, wires: ReadonlySet<Wire>): Promise<readonly string[]> {
  const connected = world.tabs.filter(({ page }) => page?.wire && wires.has(page.wire) && page.wire.isSound);
  return liesAboutRooms(world, connected);
}

/** Posts belong to a tab, copies of rooms to the pages that were loaded in it; only the last page's rooms are the present. */
function witnessesOf(tab: Tab, ledger: KnowingLedger): readonly Witness[] {
  const { name, posted, page, person } = tab;
  const { acks } = tab.outbox;
  const { account } = person;
  const nothing = { name, account, posted: [], acks: new Map(), copies: [], rooms: new Map() };
  const isInOrder = ({ room, id }: Posted) => isSteady(ledger, room, account) && !ledger.wasNewTwice(account, id);
  const inOrder = posted.filter(isInOrder);
  const others = posted.filter((post) => !isInOrder(post));
  return [
    { ...nothing, posted: inOrder, acks },
    // Refused while its author was out of the room, its refusal lost, one may be taken later than those behind it.
    // One that was new twice was acknowledged for either of them.
    ...others.map((post) => ({
      ...nothing,
      posted: [post],
      acks: ledger.wasNewTwice(account, post.id) ? nothing.acks : acks,
    })),
    ...tab.pages.map(({ copies, client }, index) => {
      const isPresent = page !== undefined && index === tab.pages.length - 1 && client.status.state !== 'ended';
      const asStored = copies.map((copy) => ({ ...copy, events: copy.events.map((event) => ledger.asStored(event)) }));
      return { ...nothing, copies: asStored, rooms: isPresent ? client.rooms : nothing.rooms };
    }),
  ];
}

/** The account was a member all the time. */
function isSteady({ rooms }: Ledger, room: string, account: string): boolean {
  if (room === LOBBY_ID) return true;
  const has = (kind: StoredEvent['t']) => (rooms.get(room) ?? []).some(({ t, by }) => t === kind && by === account);
  return has('created') && !has('left');
}

/** Answered once and for all: refused means not stored, acknowledged means stored under one id, and nothing waits for ever. */
function* liesAboutAnswers(tab: Tab, ledger: Ledger, world: World): Iterable<string> {
  const { name, posted, changed, page, person } = tab;
  const { refused, acks } = tab.outbox;
  for (const [id, { error, atMs }] of refused) {
    // One that was still on its way from a page that is gone may be stored after its author has joined.
    const stored = ledger.messagesOf(person.account, id).filter(({ room, seq }) => wasThere(world, room, seq, atMs));
    if (stored.length > 0) yield `${name}: ${id} was refused (${error.code}) and is stored`;
  }
  const bodies = new Set(posted.map(({ body }) => body));
  const stored = [...ledger.rooms.values()].flat().filter((event) => event.t === 'message' && bodies.has(event.body));
  const ids = new Set(stored.map((event) => (event as StoredMessage).id));
  if (ids.size > new Set(stored.map((event) => (event as StoredMessage).body)).size) {
    yield `${name}: something it wrote is stored under two ids`;
  }
  if (!page || page.client.status.state === 'ended') return;
  for (const { id } of [...posted, ...changed])
    if (!acks.has(id) && !refused.has(id)) yield `${name}: ${id} was never answered`;
}

/** An edit or a deletion is done once where it was acknowledged, and not at all where it was refused. */
function* liesAboutChanges(tab: Tab, ledger: KnowingLedger, world: World): Iterable<string> {
  const { name, changed, outbox, person } = tab;
  const { acks, refused } = outbox;
  for (const { id, t, room, message } of changed) {
    const done = ledger.changesOf(person.account, id);
    if (done.length > 1) yield `${name}: ${id} was done ${done.length} times`;
    const refusedAtMs = refused.get(id)?.atMs ?? 0;
    if (done.some(({ seq }) => wasThere(world, room, seq, refusedAtMs))) yield `${name}: ${id} was refused and is done`;
    const ack = acks.get(id);
    if (!ack) continue;
    // What was deleted already is acknowledged with the place of its deletion.
    const stored = ledger.rooms.get(room)?.[ack.seq - 1] as { t: string; message?: number; id?: string } | undefined;
    const isDone = stored?.t === t && stored.message === message && (t === 'deleted' || stored.id === id);
    if (!isDone) yield `${name}: ${id} was acknowledged at ${room}/${ack.seq} and is not there`;
  }
}

/** The event was stored when a refusal was made that was heard then, and had not expired. */
function wasThere({ committedAtMs, expired }: World, room: string, seq: number, heardAtMs: number): boolean {
  const isStored = committedAtMs.get(`${room}/${seq}`)! < heardAtMs - SENT_WITHIN_MS;
  return isStored && (expired.get(keyOf(room, seq))?.atMs ?? Infinity) > heardAtMs;
}

/** Who is out of a room, or logged out, hears nothing more. */
function* liesAboutEnds(tab: Tab, ledger: Ledger, world: World): Iterable<string> {
  const endedAtMs = world.endedAtMs.get(tab.session) ?? Infinity;
  const { account } = tab.person;
  /** Whoever comes back may read what was said meanwhile. */
  const hasComeBack = (room: string, seq: number, atMs: number): boolean =>
    (ledger.rooms.get(room) ?? []).some(
      (event) =>
        event.t === 'joined' &&
        event.by === account &&
        event.seq > seq &&
        world.committedAtMs.get(`${room}/${event.seq}`)! <= atMs,
    );
  for (const { room, seq, sent } of tab.arrivals) {
    const place = `${room}/${seq}`;
    if (!wasMember(ledger, room, account, seq) && !hasComeBack(room, seq, sent.atMs))
      yield `${tab.name} was sent ${place} as no member`;
    const lateMs = sent.atMs - Math.max(endedAtMs, sent.workerAwakeSinceMs);
    if (lateMs > ENDS_WITHIN_MS) yield `${tab.name} was sent ${place}, ${lateMs} ms after its session had ended`;
  }
}

/** A removal is the last that the removed hear of. */
function wasMember({ rooms }: Ledger, room: string, account: string, seq: number): boolean {
  if (room === LOBBY_ID) return true;
  const before = (rooms.get(room) ?? []).filter((event) => event.seq < seq && event.by === account);
  const last = before.findLast(({ t }) => t !== 'message');
  const self = rooms.get(room)?.[seq - 1];
  const isOwnArrival = self?.by === account && (self.t === 'joined' || self.t === 'created');
  return isOwnArrival || (last !== undefined && last.t !== 'left');
}

/** Every room exactly as the store would show it: name, role, members, counts and marks. */
async function liesAboutRooms(world: World, tabs: readonly Tab[]): Promise<readonly string[]> {
  const reads = openMemoryReads(world.disk);
  const roomReads = new RoomReads(world.disk.committed);
  const lies: string[] = [];
  for (const { name, page, person, session } of tabs) {
    if (!page) continue;
    const { state } = page.client.status;
    const isLoggedIn = world.disk.committed.sessions.get(session) !== undefined;
    if (state !== (isLoggedIn ? 'live' : 'ended')) lies.push(`${name} is ${state}`);
    if (state !== 'live') continue;
    const { rooms } = await reads.accountSnapshot(person.account);
    const stored = new Map(rooms.map((room) => [room.id, room]));
    if (!isDeepStrictEqual(new Map(page.client.rooms), stored)) lies.push(differenceOf(name, page, stored));
    for (const { id, seq } of rooms) {
      const copy = page.copies.findLast(({ room }) => room === id);
      if (!copy) continue;
      const { floor } = world.disk.committed.rooms.get(id)!;
      const kept = copy.events.filter((event) => event.seq > floor);
      const events = roomReads.events(id, Math.max(copy.after, floor), seq);
      const asNow = (all: readonly RoomEvent[]) =>
        shown(all, person.account).map((event) => (event.t === 'message' ? unquoted(event, floor) : event));
      if (!isDeepStrictEqual(asNow(kept), asNow(events))) lies.push(`${name} does not show ${id} as it is now`);
    }
  }
  return lies;
}

function differenceOf(name: string, { client }: Page, stored: ReadonlyMap<string, unknown>): string {
  const shown = [...client.rooms].map(([id, room]) => [id, room] as const);
  const wrong = shown.filter(([id, room]) => !isDeepStrictEqual(room, stored.get(id)));
  const missing = [...stored.keys()].filter((id) => !client.rooms.has(id));
  const differing = wrong.map(([id, room]) => `${JSON.stringify(room)} instead of ${JSON.stringify(stored.get(id))}`);
  return `${name} shows ${[...differing, ...missing.map((id) => `no ${id}`)].join(', ')}`;
}

/** The ledger, which also knows what messages were before they were changed. */
interface KnowingLedger extends Ledger {
  /** An event with the body that it has now, where the one it was seen with is one that it had. */
  asStored(event: RoomEvent): RoomEvent;
  /** A post that came again after it had expired. */
  wasNewTwice(account: string, clientId: string): boolean;
  /** Edits and deletions stored under this client id. */
  changesOf(account: string, clientId: string): readonly StoredEvent[];
}

function ledgerOf({ disk, expired, committedAtMs }: World): KnowingLedger {
  const { rooms, events, posts, marks } = disk.committed;
  const rowAt = (room: string, seq: number) => events.get(keyOf(room, seq)) ?? expired.get(keyOf(room, seq))?.row;
  const firstBodyOf = ({ room, seq, by, id }: StoredMessage) =>
    events.get(keyOf(room, seq)) ? posts.get(keyOf(by, id))?.body : expired.get(keyOf(room, seq))?.firstBody;
  const stored = new Map<string, StoredEvent[]>();
  for (const { id, seq } of rooms.values()) {
    const inRoom = Array.from({ length: seq }, (_, index) => rowAt(id, index + 1));
    stored.set(
      id,
      inRoom.filter((row) => row !== undefined).map((row) => toStored(id, row)),
    );
  }
  const messages = Map.groupBy(
    [...stored.values()]
      .flat()
      .filter((event) => event.t === 'message')
      .map((event) => ({ ...event, body: firstBodyOf(event) ?? event.body })),
    ({ by, id }) => keyOf(by, id),
  );
  const changes = Map.groupBy(
    [...stored.values()].flat().filter((event) => 'message' in event),
    (event) => keyOf(event.by, String((event as { id?: string }).id)),
  );
  const isNewAfter = (room: string, seq: number, later: StoredMessage): boolean => {
    const gone = expired.get(keyOf(room, seq));
    return gone !== undefined && gone.atMs <= committedAtMs.get(`${later.room}/${later.seq}`)!;
  };
  return {
    rooms: stored,
    messagesOf: (account, id) => {
      const all = messages.get(keyOf(account, id)) ?? [];
      // Sent again after it had expired, it is a new message (SPEC K4).
      return all.filter(({ room, seq }) => !all.some((later) => isNewAfter(room, seq, later)));
    },
    wasNewTwice: (account, id) => (messages.get(keyOf(account, id)) ?? []).length > 1,
    changesOf: (account, id) => changes.get(keyOf(account, id)) ?? [],
    readOf: (account, room) => Math.max(marks.get(keyOf(account, room)) ?? 0, rooms.get(room)!.told.n),
    asStored: (event) => {
      const row = rowAt(event.room, event.seq);
      if (event.t !== 'message' || row?.kind !== 'message') return event;
      const had = row.deleted || row.earlier.some(({ body }) => body === event.body);
      return had ? { ...event, body: row.body } : event;
    },
  };
}

function toStored(room: string, { kind, ...row }: EventRow): StoredEvent {
  return { t: kind, room, ...row } as StoredEvent;
}
