import type { VirtualLoop, VirtualThread } from './virtual-loop.ts';

/** A message from thread to thread, or from tab to tab. */
const MESSAGE_MS = 0.5;

/** What a thread is sent, in order, from its start on. */
export class Mailbox {
  readonly thread: VirtualThread;
  readonly #loop: VirtualLoop;
  #lastAt: number;

  constructor(loop: VirtualLoop, thread: VirtualThread, startMs: number) {
    this.#loop = loop;
    this.thread = thread;
    this.#lastAt = loop.now + startMs;
  }

  send(callback: () => void): void {
    this.#lastAt = Math.max(this.#lastAt, this.#loop.now + this.#loop.someMs(MESSAGE_MS));
    this.#loop.run(this.thread, callback, this.#lastAt - this.#loop.now);
  }
}
