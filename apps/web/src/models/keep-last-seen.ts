import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import { shown } from '@skein/protocol/message-changes';
import type { Deleted, Expired, RoomEvent } from '@skein/protocol/rooms';
import type { Clock } from './clock.ts';
import type { Keepsake } from './keepsake.ts';
import type { Timelines } from './timelines.ts';

/** So that a burst is kept once. */
const GATHER_MS = 1_000;
/** Of each room: what somebody reads first. */
const KEPT_EVENTS = 60;

export interface KeepLastSeenOptions {
  readonly client: ChatClient;
  readonly timelines: Timelines;
  readonly clock: Clock;
  readonly keepsake: Keepsake;
  readonly lobby: () => string | undefined;
}

/** Keeps what the page knows of the rooms, and the newest events of those that were opened, a moment after they change. */
export class KeepLastSeen {
  readonly #options: KeepLastSeenOptions;
  readonly #changed = new Set<string>();
  #cancel: (() => void) | undefined;
  #isOver = false;
  /** One after the other: each reads what the one before has written. */
  #takingBack = Promise.resolve();

  constructor(options: KeepLastSeenOptions) {
    this.#options = options;
  }

  hear(notice: Notice): void {
    if (notice.kind === 'event') this.#heard(notice.event);
    if (notice.kind === 'room-gone') void this.#options.keepsake.keepEvents(notice.room, []);
    if (notice.kind === 'rooms' || notice.kind === 'room' || notice.kind === 'room-gone') this.#schedule();
  }

  /** What was taken back goes from a room that is not open as well: nobody would look at it there before it is opened. */
  #heard(event: RoomEvent): void {
    this.#changed.add(event.room);
    if (event.t !== 'deleted' && event.t !== 'expired') return;
    this.#takingBack = this.#takingBack.then(() => this.#takeBack(event));
  }

  async #takeBack(event: Deleted | Expired): Promise<void> {
    const { keepsake } = this.#options;
    const kept = await keepsake.events(event.room);
    if (kept.length === 0 || this.#isOver) return;
    await keepsake.keepEvents(
      event.room,
      event.t === 'deleted' ? shown([...kept, event]).slice(0, -1) : kept.filter(({ seq }) => seq > event.floor),
    );
  }

  /** A room was opened or read anew. */
  opened(room: string): void {
    this.#changed.add(room);
    this.#schedule();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel?.();
  }

  #schedule(): void {
    if (this.#isOver) return;
    this.#cancel ??= this.#options.clock.after(GATHER_MS, () => {
      this.#cancel = undefined;
      void this.#keep();
    });
  }

  async #keep(): Promise<void> {
    const { client, keepsake, timelines, lobby } = this.#options;
    const [known, lobbyId] = [client.known, lobby()];
    if (!known || lobbyId === undefined) return;
    await keepsake.keep({ ...known, lobby: lobbyId });
    for (const { room, opening, window } of timelines) {
      if (!this.#changed.has(room) || opening.peek() !== 'ready' || window.peek().hasNewer) continue;
      this.#changed.delete(room);
      await keepsake.keepEvents(room, window.peek().events.slice(-KEPT_EVENTS));
    }
  }
}
