/** Rooms and who is in them; every member is one client of its own. */
export interface Shape {
  readonly rooms: number;
  readonly membersPerRoom: number;
}

/** How messages are posted. */
export type Pace =
  /** So many messages are in flight in each room: when all its members have one, the next is posted. */
  | { readonly kind: 'window'; readonly messages: number }
  /** So many messages a second over all rooms, on a fixed schedule, whatever comes back. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Nothing is posted: whoever has heard nothing for so long pings. Skein's clients do (SPEC C6). */
  | { readonly kind: 'pings'; readonly afterSilenceMs: number };

export interface Load {
  readonly key: string;
  readonly title: string;
  readonly shape: Shape;
  readonly pace: Pace;
  /** CPU per delivery at most, as a multiple of socket.io's in the same round. */
  readonly target?: number;
  readonly stretch?: number;
  /** p99 from post to delivery at most. */
  readonly p99Ms?: number;
  /** Messages a second at least, each on disk. */
  readonly messagesPerSecond?: number;
}

const ONE_ROOM: Shape = { rooms: 1, membersPerRoom: 1_000 };
const SMALL_ROOMS: Shape = { rooms: 100, membersPerRoom: 20 };
const inFlight = (messages: number): Pace => ({ kind: 'window', messages });
const perSecond = (messages: number): Pace => ({ kind: 'rate', perSecond: messages });

export const LOADS: readonly Load[] = [
  { key: 'one', title: '1 × 1,000, one in flight', shape: ONE_ROOM, pace: inFlight(1), target: 0.8, stretch: 0.7 },
  {
    key: 'small',
    title: '100 × 20, one in flight',
    shape: SMALL_ROOMS,
    pace: inFlight(1),
    target: 0.76,
    stretch: 0.66,
  },
  { key: 'one-32', title: '1 × 1,000, 32 in flight', shape: ONE_ROOM, pace: inFlight(32), target: 0.034 },
  { key: 'one-128', title: '1 × 1,000, 128 in flight', shape: ONE_ROOM, pace: inFlight(128), target: 0.0105 },
  { key: 'small-32', title: '100 × 20, 32 in flight', shape: SMALL_ROOMS, pace: inFlight(32), target: 0.09 },
  { key: 'busy', title: '1 × 1,000, 100 messages/s', shape: ONE_ROOM, pace: perSecond(100), target: 0.25, p99Ms: 40 },
  {
    key: 'one-paced',
    title: '1 × 1,000, 50,000 deliveries/s',
    shape: ONE_ROOM,
    pace: perSecond(50),
    target: 0.76,
    stretch: 0.69,
  },
  {
    key: 'small-paced',
    title: '100 × 20, 50,000 deliveries/s',
    shape: SMALL_ROOMS,
    pace: perSecond(2_500),
    target: 0.79,
    stretch: 0.71,
  },
  {
    key: 'posting',
    title: '50 × 4, everybody posts',
    shape: { rooms: 50, membersPerRoom: 4 },
    pace: inFlight(32),
    messagesPerSecond: 20_000,
  },
];

/** Who is connected, and says nothing, while memory is measured. */
export function idleShape(clients: number): Shape {
  return { rooms: 1, membersPerRoom: clients };
}
