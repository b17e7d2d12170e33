import { rm } from 'node:fs/promises';
import { startServer } from '../start.ts';
import { cookieFor, copyFolder, type Seats } from './community.ts';
import type { Shape } from './loads.ts';
import type { RunningSystem, Seat, System } from './system.ts';

/** The account's own stream, the Lobby and the room. */
const STREAMS = 3;

export interface SkeinOptions {
  /** Options of the server, such as `['--workers', '2']`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Skein itself with its default settings: each start on a fresh copy of a data folder in which everybody has a session. */
export class Skein implements System {
  readonly key = 'skein';
  readonly title = 'Skein';
  readonly #seats: Seats;
  readonly #options: SkeinOptions;

  constructor(seats: Seats, options: SkeinOptions = {}) {
    this.#seats = seats;
    this.#options = options;
  }

  async start(shape: Shape): Promise<RunningSystem> {
    const { folder, rooms, members } = await this.#seats.of(shape);
    const dataFolder = await copyFolder(folder);
    const deleteFolder = (): Promise<void> => rm(dataFolder, { recursive: true, force: true });
    try {
      const server = await startServer({ dataFolder, ...this.#options });
      const port = Number(new URL(server.url).port);
      const stop = async (): Promise<void> => {
        await server.stop();
        await deleteFolder();
      };
      const seats = seatsOf(shape, members, port);
      return { protocol: 'skein', port, pids: [server.pid], rooms, seats, [Symbol.asyncDispose]: stop };
    } catch (error) {
      await deleteFolder();
      throw error;
    }
  }
}

/** Where a room has more clients than accounts, several clients share an account, as somebody's tabs and devices do. */
function seatsOf({ rooms, membersPerRoom }: Shape, members: readonly (readonly string[])[], port: number): Seat[] {
  return Array.from({ length: rooms * membersPerRoom }, (_, index) => {
    const room = index % rooms;
    const tokens = members[room]!;
    const token = tokens[Math.floor(index / rooms) % tokens.length]!;
    return { room, streams: STREAMS, cookie: cookieFor(port, token) };
  });
}
