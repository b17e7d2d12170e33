import type { Socket } from 'node:net';
import { codeOf, Problem } from './problem.ts';

/**
 * What arrives on a socket, piece by piece. The clock runs only while a piece is waited for: whoever takes long with one,
 * such as a pager that holds our output up, is not the server's fault.
 * @throws a Problem where nothing arrives for that long, or the connection breaks
 */
export async function* arrivals(socket: Socket, timeoutMs: number): AsyncGenerator<Buffer, void, undefined> {
  const pieces = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  for (;;) {
    const { value, done } = await inTime(pieces.next(), socket, timeoutMs);
    if (done) return;
    yield value;
  }
}

async function inTime<T>(waiting: Promise<T>, socket: Socket, timeoutMs: number): Promise<T> {
  const timer = setTimeout(() => {
    socket.destroy(new Problem(`The server does not answer: nothing arrived for ${timeoutMs / 1000} s.`));
  }, timeoutMs);
  try {
    return await waiting;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(`The connection broke (${codeOf(error) ?? String(error)}).`);
  } finally {
    clearTimeout(timer);
  }
}
