import type { ClientPlatform } from './transport.ts';

const SILENCE_MS = 20_000;
const PONG_MS = 10_000;

export interface HeartbeatActions {
  ping(): void;
  /** Nobody answers: the connection is dead whatever the socket says. */
  dead(): void;
}

/**
 * Finds out that a connection is dead (C6). Hearing something costs one assignment: the timer is not moved but looks at
 * the time when it fires.
 */
export class Heartbeat {
  readonly #platform: ClientPlatform;
  readonly #actions: HeartbeatActions;
  #heardAt = 0;
  #timer: unknown;

  constructor(platform: ClientPlatform, actions: HeartbeatActions) {
    this.#platform = platform;
    this.#actions = actions;
  }

  start(): void {
    this.stop();
    this.heard();
    this.#timer = this.#platform.setTimer(() => this.#listen(), SILENCE_MS);
  }

  heard(): void {
    this.#heardAt = this.#platform.now();
  }

  stop(): void {
    this.#platform.clearTimer(this.#timer);
  }

  #listen(): void {
    const leftMs = this.#heardAt + SILENCE_MS - this.#platform.now();
    if (leftMs > 0) {
      this.#timer = this.#platform.setTimer(() => this.#listen(), leftMs);
      return;
    }
    const heardAt = this.#heardAt;
    this.#timer = this.#platform.setTimer(() => this.#judge(heardAt), PONG_MS);
    this.#actions.ping();
  }

  #judge(heardBefore: number): void {
    if (this.#heardAt === heardBefore) this.#actions.dead();
    else this.#listen();
  }
}
