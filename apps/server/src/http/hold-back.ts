import type { RequestListener } from 'node:http';

/**
 * For --delay: holds each answer back, and its loop with it, as work would that takes so long. How many requests are
 * answered at the same time then shows how many threads or processes there are. One after the other, with a turn of the loop
 * in between, so that everything else on it goes on, if slowly.
 */
export function holdBack(listener: RequestListener, delayMs: number): RequestListener {
  if (delayMs === 0) return listener;
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  const waiting: (() => void)[] = [];
  const answerNext = () => {
    Atomics.wait(nobody, 0, 0, delayMs);
    waiting.shift()!();
    if (waiting.length > 0) setImmediate(answerNext);
  };
  return (request, response) => {
    if (waiting.push(() => listener(request, response)) === 1) setImmediate(answerNext);
  };
}
