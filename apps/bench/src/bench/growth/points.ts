import { LOADS, type Load, type Pace } from '../loads.ts';
import type { Timing } from '../measure.ts';
import { counted } from '../report/format.ts';

export const SERIES = ['members', 'rooms', 'workers', 'lone', 'idle'] as const;
export type Series = (typeof SERIES)[number];

/** One measurement of a series, taken in every round unless it is taken once. */
export interface Point extends Load {
  readonly series: Series;
  /** Given to the server; its own default otherwise. */
  readonly workers?: number;
  /** Where the round's own does not fit. */
  readonly timing?: Timing;
  readonly isTakenOnce?: boolean;
}

export interface Extent {
  /** Over all rooms of a point in `members` and in `rooms`. */
  readonly clients: number;
  readonly accounts: number;
  readonly cores: number;
  readonly idle: { readonly clients: number } & Timing;
  readonly loneMessages: number;
}

export const DELIVERIES_PER_SECOND = 50_000;
const MEMBERS = [10, 50, 200, 1_000, 5_000];
const ROOMS = [1, 10, 100, 1_000];
/** As packages/client does it (SPEC C6). */
const SILENCE_MS = 20_000;
const LONE_INTERVAL_MS = 200;
const LONE_WARM_UP_MS = 1_000;
/** The load at which the server is busiest with fan-out and posting both. */
const SATURATING = LOADS.find(({ key }) => key === 'small-32')!;

/** Everything that is measured, series after series. */
export function pointsOf(extent: Extent): readonly Point[] {
  return [
    ...membersPoints(extent),
    ...roomsPoints(extent),
    ...workersPoints(extent),
    lonePoint(extent),
    idlePoint(extent),
  ];
}

/** Rooms of one size, as many as it takes for the same clients: everybody hears as much, whatever the size. */
function membersPoints({ clients, accounts }: Extent): readonly Point[] {
  return MEMBERS.filter((members) => members <= clients && clients / members <= accounts).map((members) =>
    pacedPoint('members', Math.floor(clients / members), members),
  );
}

/** The same clients in ever more rooms. */
function roomsPoints({ clients, accounts }: Extent): readonly Point[] {
  return ROOMS.filter((rooms) => rooms <= accounts && clients / rooms >= 2).map((rooms) =>
    pacedPoint('rooms', rooms, Math.floor(clients / rooms)),
  );
}

function pacedPoint(series: Series, rooms: number, membersPerRoom: number): Point {
  const pace: Pace = { kind: 'rate', perSecond: DELIVERIES_PER_SECOND / membersPerRoom };
  return {
    series,
    key: `${series}-${rooms}x${membersPerRoom}`,
    title: titleOf(rooms, membersPerRoom),
    shape: { rooms, membersPerRoom },
    pace,
  };
}

/** Workers that double, up to one for each core. */
function workersPoints({ cores }: Extent): readonly Point[] {
  const counts = [1];
  while (counts.at(-1)! * 2 <= cores) counts.push(counts.at(-1)! * 2);
  return counts.map((workers) => ({
    ...SATURATING,
    series: 'workers',
    key: `workers-${workers}`,
    title: workers === 1 ? '1 worker' : `${workers} workers`,
    workers,
  }));
}

function lonePoint({ loneMessages }: Extent): Point {
  return {
    series: 'lone',
    key: 'lone',
    title: 'a lone message',
    shape: { rooms: 1, membersPerRoom: 2 },
    pace: { kind: 'rate', perSecond: 1_000 / LONE_INTERVAL_MS },
    timing: { warmUpMs: LONE_WARM_UP_MS, measureMs: loneMessages * LONE_INTERVAL_MS },
  };
}

/** Warmed up until everybody has pinged once; from then on pings come evenly. */
function idlePoint({ idle }: Extent): Point {
  return {
    series: 'idle',
    key: 'idle',
    title: `${counted(idle.clients)} idle clients`,
    shape: { rooms: 1, membersPerRoom: idle.clients },
    pace: { kind: 'pings', afterSilenceMs: SILENCE_MS },
    timing: { warmUpMs: idle.warmUpMs, measureMs: idle.measureMs },
    isTakenOnce: true,
  };
}

function titleOf(rooms: number, members: number): string {
  return `${counted(rooms)} × ${counted(members)}`;
}
