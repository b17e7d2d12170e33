import type { Submit } from '../ledger/commands.ts';

const EVERY_MS = 60_000;
/** Steps take this part of the ledger's time at most, so that what people write goes between. */
const SHARE = 1 / 10;
const LEAST_REST_MS = 50;

/**
 * Asks the ledger, step by step, to delete what rooms need not keep any longer, and then to give back the space. A step that
 * fails, as on a full disk, ends the round; the next begins at the front.
 */
export class Retention {
  readonly #submit: Submit;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(submit: Submit) {
    this.#submit = submit;
  }

  start(): void {
    this.#after(EVERY_MS, () => this.#expire(''));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #expire(after: string): Promise<void> {
    const beganAt = performance.now();
    const answer = await this.#submit({ kind: 'expire', after });
    if (!answer.ok) return this.start();
    const { next } = answer.value;
    this.#after(restMs(beganAt), () => (next === undefined ? this.#giveBackSpace() : this.#expire(next)));
  }

  async #giveBackSpace(): Promise<void> {
    const beganAt = performance.now();
    const answer = await this.#submit({ kind: 'give-back-space' });
    if (!answer.ok || answer.value.isDone) return this.start();
    this.#after(restMs(beganAt), () => this.#giveBackSpace());
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void work(), delayMs);
  }
}

function restMs(beganAt: number): number {
  return Math.max(LEAST_REST_MS, (performance.now() - beganAt) * (1 / SHARE - 1));
}
