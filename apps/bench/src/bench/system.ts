import type { Shape } from './loads.ts';

/** A client of a load. */
export interface Seat {
  /** The index of its room. */
  readonly room: number;
  /** Streams that must be live before it counts as connected; Skein alone has them. */
  readonly streams: number;
  readonly cookie?: string;
}

/** A server under measurement. */
export interface RunningSystem extends AsyncDisposable {
  readonly protocol: 'skein' | 'ws' | 'socket.io' | 'nats' | 'mqtt' | 'xmpp';
  readonly port: number;
  /** Every process of it; their CPU time and memory are added up. */
  readonly pids: readonly number[];
  readonly rooms: readonly string[];
  readonly seats: readonly Seat[];
}

/** Something to measure. */
export interface System {
  readonly key: string;
  readonly title: string;
  start(shape: Shape): Promise<RunningSystem>;
}

/** Rooms and seats of a system that knows no accounts. */
export function anonymousSeats({ rooms, membersPerRoom }: Shape): Pick<RunningSystem, 'rooms' | 'seats'> {
  return {
    rooms: Array.from({ length: rooms }, (_, index) => `room${index}`),
    seats: Array.from({ length: rooms * membersPerRoom }, (_, index) => ({ room: index % rooms, streams: 0 })),
  };
}
