import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Manner } from './typing.ts';

const ENTRY = new URL('./typists-thread.ts', import.meta.url);

export interface Typing {
  /** Of the server. */
  readonly url: string;
  /** Of whom each types; every other asks for the best first. */
  readonly tokens: readonly string[];
  /** Shared out among them; as many or more. */
  readonly words: readonly string[];
  readonly manner: Manner;
  readonly seed: number;
}

/**
 * Does some work while people search. They are on a thread of their own: what they do with their answers must not hold up
 * whoever measures something else.
 * @returns what the work returned, and how often the server was asked for every second of it
 */
export async function besideTypists<Result>(
  typing: Typing,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly searchesPerSecond: number }> {
  const thread = new Worker(ENTRY, { workerData: typing });
  await once(thread, 'message');
  const beganAt = performance.now();
  const counted = once(thread, 'message') as Promise<[number]>;
  const ended = once(thread, 'exit');
  try {
    const result = await work();
    const seconds = (performance.now() - beganAt) / 1_000;
    thread.postMessage('enough');
    const [searches] = await counted;
    return { result, searchesPerSecond: searches / seconds };
  } finally {
    thread.postMessage('enough');
    await ended;
  }
}
