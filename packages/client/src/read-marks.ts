import type { Up } from '@skein/protocol/up';
import type { ClientPlatform } from './transport.ts';

const PACE_MS = 1_000;

interface Mark {
  readonly n: number;
  readonly isSent: boolean;
}

/**
 * How far the person has read, as far as the server has not confirmed it: the highest mark of each room, sent at most once
 * a second and room, and again on the next connection, or when the server could not take a frame.
 */
export class ReadMarks {
  readonly #platform: ClientPlatform;
  readonly #send: (frame: Up) => boolean;
  readonly #marks = new Map<string, Mark>();
  readonly #sentAt = new Map<string, number>();
  readonly #timers = new Map<string, unknown>();
  #resending: unknown;

  /** @param send gives a frame to the connection, or false where there is none */
  constructor(platform: ClientPlatform, send: (frame: Up) => boolean) {
    this.#platform = platform;
    this.#send = send;
  }

  move(room: string, n: number): void {
    if (n <= (this.#marks.get(room)?.n ?? 0)) return;
    this.#marks.set(room, { n, isSent: false });
    this.#pass(room);
  }

  /** The server knows that the room was read up to `n`. */
  confirm(room: string, n: number): void {
    const mark = this.#marks.get(room);
    if (mark && mark.n <= n) this.#marks.delete(room);
  }

  forget(room: string): void {
    this.#marks.delete(room);
  }

  /** On a new connection: what was not confirmed goes again. */
  resend(): void {
    for (const [room, { n }] of this.#marks) {
      this.#marks.set(room, { n, isSent: false });
      this.#pass(room);
    }
  }

  /** The server could not take a frame for now, and does not say which: it may have been a mark. */
  resendIn(delayMs: number): void {
    this.#platform.clearTimer(this.#resending);
    this.#resending = this.#platform.setTimer(() => this.resend(), delayMs);
  }

  stop(): void {
    this.#platform.clearTimer(this.#resending);
    for (const timer of this.#timers.values()) this.#platform.clearTimer(timer);
    this.#timers.clear();
  }

  #pass(room: string): void {
    if (this.#timers.has(room)) return;
    const mark = this.#marks.get(room);
    if (!mark || mark.isSent) return;
    const waitMs = (this.#sentAt.get(room) ?? -PACE_MS) + PACE_MS - this.#platform.now();
    if (waitMs > 0) return this.#passLater(room, waitMs);
    if (!this.#send({ t: 'read', room, n: mark.n })) return;
    this.#marks.set(room, { n: mark.n, isSent: true });
    this.#sentAt.set(room, this.#platform.now());
  }

  #passLater(room: string, waitMs: number): void {
    const pass = (): void => {
      this.#timers.delete(room);
      this.#pass(room);
    };
    this.#timers.set(room, this.#platform.setTimer(pass, waitMs));
  }
}
