import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const ENTRY = new URL('./typists-thread.ts', import.meta.url);

export interface Typing {
  /** Of the server. */
  readonly url: string;
  /** Of whom each types; every other asks for the best first. */
  readonly tokens: readonly string[];
  readonly queries: readonly string[];
}

/**
 * Does some work while people type searches. They are on a thread of their own: what they do with their answers must not hold up
 * whoever measures something else.
 */
export async function besideTypists<Result>(typing: Typing, work: () => Promise<Result>): Promise<Result> {
  const thread = new Worker(ENTRY, { workerData: typing });
  await once(thread, 'message');
  const ended = once(thread, 'exit');
  try {
    return await work();
  } finally {
    thread.postMessage('enough');
    await ended;
  }
}
