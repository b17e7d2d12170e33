import type { ClientPlatform } from './transport.ts';

const PACE_MS = 1_000;

interface Mark {
  readonly n: number;
  readonly isSent: boolean;
}

/** Names a group of replies among others. Ids hold no space. */
export function groupKey(room: string, message: number): string {
  return `${room} ${message}`;
}

export function parseGroupKey(key: string): { room: string; message: number } {
  const [room, message] = key.split(' ') as [string, string];
  return { room, message: Number(message) };
}

/**
 * How far the person has read, as far as the server has not confirmed it: the highest mark of each room, or of each group of
 * replies, sent at most once a second for each, and again on the next connection, or when the server could not take a frame.
 */
export class ReadMarks {
  readonly #platform: ClientPlatform;
  readonly #send: (key: string, n: number) => boolean;
  readonly #marks = new Map<string, Mark>();
  readonly #sentAt = new Map<string, number>();
  readonly #timers = new Map<string, unknown>();
  #resending: unknown;

  /** @param send gives a mark to the connection, or false where there is none */
  constructor(platform: ClientPlatform, send: (key: string, n: number) => boolean) {
    this.#platform = platform;
    this.#send = send;
  }

  move(key: string, n: number): void {
    if (n <= (this.#marks.get(key)?.n ?? 0)) return;
    this.#marks.set(key, { n, isSent: false });
    this.#pass(key);
  }

  /** The server knows that it was read up to `n`. */
  confirm(key: string, n: number): void {
    const mark = this.#marks.get(key);
    if (mark && mark.n <= n) this.#marks.delete(key);
  }

  forget(key: string): void {
    this.#marks.delete(key);
  }

  /** Forgets every group of a room. */
  forgetGroups(room: string): void {
    for (const key of this.#marks.keys()) if (key.startsWith(`${room} `)) this.#marks.delete(key);
  }

  /** On a new connection: what was not confirmed goes again. */
  resend(): void {
    for (const [key, { n }] of this.#marks) {
      this.#marks.set(key, { n, isSent: false });
      this.#pass(key);
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

  #pass(key: string): void {
    if (this.#timers.has(key)) return;
    const mark = this.#marks.get(key);
    if (!mark || mark.isSent) return;
    const waitMs = (this.#sentAt.get(key) ?? -PACE_MS) + PACE_MS - this.#platform.now();
    if (waitMs > 0) return this.#passLater(key, waitMs);
    if (!this.#send(key, mark.n)) return;
    this.#marks.set(key, { n: mark.n, isSent: true });
    this.#sentAt.set(key, this.#platform.now());
  }

  #passLater(key: string, waitMs: number): void {
    const pass = (): void => {
      this.#timers.delete(key);
      this.#pass(key);
    };
    this.#timers.set(key, this.#platform.setTimer(pass, waitMs));
  }
}
