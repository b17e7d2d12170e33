import type { Socket } from 'node:net';
import type { HeapInfo } from 'node:v8';

/** What one part of the server runs in, a thread or a process, as the supervisor sees it: it becomes ready once and exits once. */
export interface Shell<To> {
  /** Resolves when it says `ready`, rejects where it exits before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<number>;
  send(message: To): void;
  /** Hands a connection over; nothing was read from it. */
  sendConnection(socket: Socket): void;
  /** Undefined where there is no telling. */
  heap(): Promise<HeapInfo | undefined>;
  terminate(): void;
  /** Waits for the exit, and makes it happen after `timeoutMs`. */
  join(timeoutMs: number): Promise<void>;
}
