import type { HubClient } from './hub-client.ts';
import type { Stream } from './stream.ts';

/**
 * One client's part in one stream.
 *
 *   behind   pages are read from the store after `cursor` as the socket drains; no queue is kept
 *   meeting  has read up to `cursor`, which the worker's stream has yet to reach
 *   live     gets every burst of the stream; its cursor is the stream's
 */
export class Subscription {
  readonly client: HubClient;
  readonly stream: Stream;
  #state: 'behind' | 'meeting' | 'live' = 'behind';
  #cursor: number;

  constructor(client: HubClient, stream: Stream, cursor: number) {
    this.client = client;
    this.stream = stream;
    this.#cursor = cursor;
  }

  get state(): 'behind' | 'meeting' | 'live' {
    return this.#state;
  }

  get cursor(): number {
    return this.#state === 'live' ? this.stream.cursor : this.#cursor;
  }

  /** The client has been sent everything up to `cursor`. */
  advance(cursor: number): void {
    this.#cursor = cursor;
  }

  /** Everything the store had was sent: live now, or as soon as the worker's stream has come as far. */
  meet(): void {
    this.stream.flushBurst();
    if (this.#cursor === this.stream.cursor) return this.goLive();
    this.#state = 'meeting';
    this.stream.meeting.add(this);
  }

  goLive(): void {
    this.stream.meeting.delete(this);
    this.#state = 'live';
    this.stream.live.add(this);
    this.client.sendLive(this.stream, this.stream.cursor);
  }

  fallBehind(cursor: number): void {
    this.stream.live.delete(this);
    this.stream.meeting.delete(this);
    this.#state = 'behind';
    this.#cursor = cursor;
    this.client.hasFallenBehind();
  }

  end(): void {
    this.stream.live.delete(this);
    this.stream.meeting.delete(this);
    this.stream.subscriptions.delete(this);
    this.client.subscriptions.delete(this.stream.key);
  }
}
