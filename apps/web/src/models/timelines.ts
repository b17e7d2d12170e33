import type { RestClient } from '@skein/client/rest-client';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import { type LoadHistory, Timeline } from './timeline.ts';
import type { Keepsake } from './keepsake.ts';

/** Rooms whose newest messages stay in memory, so that going back to one shows it at once. */
const KEPT_ROOMS = 12;

/** What has to be done before a page of history is shown. */
type BeforeShown = (events: readonly RoomEvent[]) => Promise<void>;

/** The timelines of the rooms visited last. */
export class Timelines {
  /** By room; the one visited last is last. */
  readonly #timelines = new Map<string, Timeline>();
  readonly #rest: Pick<RestClient, 'history'>;
  readonly #keepsake: Pick<Keepsake, 'events'>;
  readonly #beforeShown: BeforeShown;
  readonly #self: string;

  constructor(
    rest: Pick<RestClient, 'history'>,
    keepsake: Pick<Keepsake, 'events'>,
    beforeShown: BeforeShown = async () => {},
    self = '',
  ) {
    this.#rest = rest;
    this.#keepsake = keepsake;
    this.#beforeShown = beforeShown;
    this.#self = self;
  }

  [Symbol.iterator](): IterableIterator<Timeline> {
    return this.#timelines.values();
  }

  /** The timeline of a room somebody goes to: at a message, or at its end, and read again where the last try failed. */
  visit(room: string, message?: number): Timeline {
    const known = this.#timelines.get(room);
    const isOnScreen = known !== undefined && [...this.#timelines.values()].at(-1) === known;
    const timeline = known ?? this.#make(room);
    this.#timelines.delete(room);
    this.#timelines.set(room, timeline);
    this.#forgetOldest();
    if (message !== undefined) timeline.goTo(message);
    else if (!known || timeline.opening.value === 'failed' || timeline.window.value.hasNewer) void timeline.reset();
    else if (!isOnScreen) timeline.narrow();
    timeline.isFollowing.value = false;
    return timeline;
  }

  receive(event: RoomEvent): void {
    this.#timelines.get(event.room)?.receive(event);
  }

  change(room: string, seq: number, change: (message: Message) => Message): void {
    this.#timelines.get(room)?.change(seq, change);
  }

  reset(room: string): void {
    void this.#timelines.get(room)?.reset();
  }

  forget(room: string): void {
    this.#timelines.delete(room);
  }

  has(room: string): boolean {
    return this.#timelines.has(room);
  }

  /** Tries again what could not be read while there was no connection. */
  retryFailed(): void {
    for (const timeline of this.#timelines.values()) if (timeline.opening.value === 'failed') void timeline.open();
  }

  #make(room: string): Timeline {
    const load: LoadHistory = async (options) => {
      const page = await this.#rest.history(room, options);
      if (page.ok) await this.#beforeShown(page.value.events);
      return page;
    };
    const loadKept = async (): Promise<readonly RoomEvent[]> => {
      const kept = await this.#keepsake.events(room);
      await this.#beforeShown(kept);
      return kept;
    };
    return new Timeline(room, load, loadKept, this.#self);
  }

  #forgetOldest(): void {
    for (const room of this.#timelines.keys()) {
      if (this.#timelines.size <= KEPT_ROOMS) return;
      this.#timelines.delete(room);
    }
  }
}
