import type { Log } from '../log.ts';
import type { PushFollower } from './push-follower.ts';
import type { PushSender } from './push-sender.ts';

const LOOK_EVERY_MS = 500;

export interface PushDeskOptions {
  readonly follower: PushFollower;
  readonly sender: PushSender;
  readonly log: Log;
}

/** Follows and tells, again and again, until it is stopped. What fails is tried again at the next look. */
export class PushDesk implements Disposable {
  readonly #options: PushDeskOptions;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(options: PushDeskOptions) {
    this.#options = options;
    this.#schedule(0);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #schedule(delayMs: number): void {
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#look(), delayMs);
  }

  async #look(): Promise<void> {
    const { follower, sender, log } = this.#options;
    let hasMore = false;
    try {
      hasMore = follower.step();
      hasMore = (await sender.step()) || hasMore;
    } catch (error) {
      log.warn({ err: error }, 'telling devices of messages failed; it is tried again');
    }
    this.#schedule(hasMore ? 0 : LOOK_EVERY_MS);
  }
}
