import type { Chat } from '../chat.ts';
import type { Lie } from '../history.ts';
import type { Ledger } from '../ledger.ts';

/** Something that was done to the server. */
export interface Blow {
  readonly what: string;
  readonly atMs: number;
}

interface Moment {
  readonly atMs: number;
  readonly text: string;
}

const SEEN_BY_AT_MOST = 4;
/** Connections and blows this long before the first moment belong to the story. */
const BEFORE_MS = 3_000;

/**
 * The shortest history that shows a lie: who wrote and who saw what it is about, what was acknowledged, what was done to the
 * server and to the connections in between, and what the database has there.
 */
export function tellStory(lie: Lie, ledger: Ledger, chats: readonly Chat[], blows: readonly Blow[]): readonly string[] {
  const accused = chats.filter(({ name }) => lie.text.startsWith(`${name}:`));
  const own = [...chats.flatMap((chat) => [...postsIn(lie, chat)]), ...sightingsIn(lie, chats)];
  const [first, last] = [Math.min(...own.map(atMs)), Math.max(...own.map(atMs))];
  const isNear = (moment: { atMs: number }): boolean => moment.atMs >= first - BEFORE_MS && moment.atMs <= last;
  const around = [
    ...blows.filter(isNear).map((blow) => ({ atMs: blow.atMs, text: `*** ${blow.what}` })),
    ...accused.flatMap(({ name, statuses }) =>
      statuses.filter(isNear).map(({ atMs, state }) => ({ atMs, text: `${name} is ${state}` })),
    ),
  ];
  const moments = [...own, ...around].toSorted((left, right) => left.atMs - right.atMs);
  return [
    lie.text,
    ...moments.map(({ atMs, text }) => `  ${(atMs / 1_000).toFixed(3).padStart(9)} s  ${text}`),
    ...storedAround(lie, ledger).map((text) => `     database  ${text}`),
  ];
}

function atMs(moment: Moment): number {
  return moment.atMs;
}

function* postsIn({ ids = [], room, seq }: Lie, { name, posted, changed, acks, ackTimesMs }: Chat): Iterable<Moment> {
  for (const message of [...posted, ...changed]) {
    const ack = acks.get(message.id);
    if (!ids.includes(message.id) && !(ack && ack.room === room && ack.seq === seq)) continue;
    const what =
      't' in message ? `${message.t} ${message.message} ${message.body ?? ''}${message.emoji ?? ''}` : message.body;
    yield { atMs: message.atMs ?? 0, text: `${name} writes ${message.id} in ${message.room}: ${what}` };
    if (!ack) continue;
    yield {
      atMs: ackTimesMs.get(ack.id) ?? 0,
      text: `${name} is told that ${ack.id} is stored at ${ack.room}/${ack.seq}`,
    };
  }
}

/** The first who saw each version of what stands there. */
function sightingsIn(lie: Lie, chats: readonly Chat[]): readonly Moment[] {
  const versions = Map.groupBy(
    chats.flatMap((chat) => [...sightingsOf(lie, chat)]),
    ({ seen }) => seen,
  );
  return [...versions].flatMap(([seen, sightings]) =>
    sightings
      .toSorted((left, right) => left.atMs - right.atMs)
      .slice(0, SEEN_BY_AT_MOST)
      .map(({ atMs, name }) => ({ atMs, text: `${name} sees ${seen}` })),
  );
}

function* sightingsOf({ ids = [], room, seq }: Lie, { name, copies }: Chat) {
  for (const copy of copies) {
    if (copy.room !== room) continue;
    for (const [index, event] of copy.events.entries()) {
      const isIt = event.seq === seq || ('id' in event && ids.includes(event.id));
      if (isIt) yield { atMs: copy.timesMs?.[index] ?? 0, name, seen: JSON.stringify(event) };
    }
  }
}

function storedAround({ room, seq }: Lie, { rooms }: Ledger): readonly string[] {
  const events = (room !== undefined && rooms.get(room)) || [];
  if (seq === undefined) return [`${room} has ${events.length} events`];
  const near = events.filter((event) => Math.abs(event.seq - seq) <= 1);
  return near.length > 0 ? near.map((event) => JSON.stringify(event)) : [`${room} ends at ${events.length}`];
}
