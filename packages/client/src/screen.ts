import { LIMITS } from '@skein/protocol/limits';
import type { Up } from '@skein/protocol/up';
import type { ClientPlatform } from './transport.ts';

const TYPING_PACE_MS = 3_000;

/** What this client shows the server of its screen: the room in view (V1), who else is (V3), and that the person types. */
export class Screen {
  readonly #platform: ClientPlatform;
  readonly #send: (frame: Up) => boolean;
  readonly #typedAt = new Map<string, number>();
  #room: string | null = null;
  #people: readonly string[] = [];

  /** @param send gives a frame to the connection, or false where there is none */
  constructor(platform: ClientPlatform, send: (frame: Up) => boolean) {
    this.#platform = platform;
    this.#send = send;
  }

  view(room: string | null): void {
    if (room === this.#room) return;
    this.#room = room;
    this.#send({ t: 'view', room });
  }

  watch(people: readonly string[]): void {
    const watched = [...new Set(people)].sort().slice(0, LIMITS.watchedPeople);
    if (watched.join() === this.#people.join()) return;
    this.#people = watched;
    this.#send({ t: 'watch', people: [...watched] });
  }

  /** On a new connection the server knows of no room in view and of nobody who is watched. */
  resend(): void {
    this.#resendView();
    if (this.#people.length > 0) this.#send({ t: 'watch', people: [...this.#people] });
  }

  /** The account became a member of a room: what was refused before is granted now. */
  entered(room: string): void {
    if (room === this.#room) this.#resendView();
  }

  typing(room: string): void {
    const now = this.#platform.now();
    const typedAt = this.#typedAt.get(room);
    if (typedAt !== undefined && now - typedAt < TYPING_PACE_MS) return;
    if (this.#send({ t: 'typing', room })) this.#typedAt.set(room, now);
  }

  /** A message ends the typing at the others, so the next key is told at once. */
  posted(room: string): void {
    this.#typedAt.delete(room);
  }

  #resendView(): void {
    if (this.#room !== null) this.#send({ t: 'view', room: this.#room });
  }
}
