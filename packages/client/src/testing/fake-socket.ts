import assert from 'node:assert/strict';
import type { Down } from '@skein/protocol/down';
import { upSchema, type Up } from '@skein/protocol/up';
import type { SocketLike } from '../transport.ts';

/** A socket whose other end is the test. Everything the client sends is checked against the protocol's schemas. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  bufferedAmount = 0;
  readonly sent: Up[] = [];
  /** Set by the client's `close`. */
  isClosedByClient = false;
  #onSent: (frame: Up) => void = () => {};
  #isOpen = false;

  whenSent(listener: (frame: Up) => void): void {
    this.#onSent = listener;
  }

  send(data: string): void {
    assert.ok(this.#isOpen, 'the client sends only while the socket is open');
    const frame = upSchema.parse(JSON.parse(data));
    this.sent.push(frame);
    this.#onSent(frame);
  }

  close(): void {
    this.#isOpen = false;
    this.isClosedByClient = true;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  accept(): void {
    this.#isOpen = true;
    this.onopen?.();
  }

  deliver(...frames: Down[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  deliverText(data: unknown): void {
    this.onmessage?.({ data });
  }

  cut(code = 1006): void {
    this.#isOpen = false;
    this.onclose?.({ code, reason: '' });
  }

  sentOf<T extends Up['t']>(type: T): Extract<Up, { t: T }>[] {
    return this.sent.filter((frame): frame is Extract<Up, { t: T }> => frame.t === type);
  }
}
