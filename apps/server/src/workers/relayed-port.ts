import { EventEmitter } from 'node:events';
import type { AskPort } from '../background/ask-port.ts';

/** One end of a port whose messages travel inside of others. */
export class RelayedPort<Out, In> extends EventEmitter<{ message: [In]; close: [] }> implements AskPort<Out, In> {
  readonly #send: (message: Out) => void;

  constructor(send: (message: Out) => void) {
    super();
    this.#send = send;
  }

  postMessage(message: Out): void {
    this.#send(message);
  }

  /** A message of the other end's has come. */
  receive(message: In): void {
    this.emit('message', message);
  }

  close(): void {
    this.emit('close');
  }
}
