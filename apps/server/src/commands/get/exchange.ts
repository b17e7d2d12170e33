import type { Socket } from 'node:net';
import { arrivals } from './arrivals.ts';
import { bodyOf, framingOf, type Framing } from './body.ts';
import { ByteSource } from './byte-source.ts';
import { connect } from './connect.ts';
import { ACCEPTED_CODINGS, decoded } from './content-coding.ts';
import { Problem } from './problem.ts';
import { headerOf, readHead, type ResponseHead } from './response-head.ts';
import { authorityOf, type Target } from './target.ts';

/** How long the server may take to close after the body, as we asked it to, before we do. */
const LINGER_MS = 200;

/** One request and its answer, on a connection of their own. */
export class Exchange implements Disposable {
  readonly head: ResponseHead;
  readonly framing: Framing;
  readonly #source: ByteSource;
  readonly #socket: Socket;

  private constructor(socket: Socket, source: ByteSource, head: ResponseHead, framing: Framing) {
    this.#socket = socket;
    this.#source = source;
    this.head = head;
    this.framing = framing;
  }

  /** Asks, and reads the answer up to its body. @throws a Problem where there is none */
  static async open(target: Target, method: 'GET' | 'HEAD', timeoutMs: number): Promise<Exchange> {
    const socket = await connect(target, timeoutMs);
    try {
      socket.write(requestText(target, method));
      const source = new ByteSource(arrivals(socket, timeoutMs));
      const head = await readHead(source);
      return new Exchange(socket, source, head, framingOf(head, method));
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  /** The bytes as they came over the wire, then as they were meant. `onArrival` learns of the former. */
  body(onArrival: (byteLength: number) => void): AsyncIterable<Buffer> {
    return decoded(this.#wireBody(onArrival), headerOf(this.head, 'content-encoding'));
  }

  async *#wireBody(onArrival: (byteLength: number) => void): AsyncGenerator<Buffer> {
    for await (const piece of bodyOf(this.#source, this.framing)) {
      onArrival(piece.length);
      yield piece;
    }
    await this.#refuseMore();
  }

  /** A length that is too small would otherwise look like a whole answer. */
  async #refuseMore(): Promise<void> {
    const linger = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    const more = await this.#source.take(1).catch(() => undefined);
    clearTimeout(linger);
    if (more) throw new Problem('The server sent more than the answer says it has.');
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function requestText(target: Target, method: string): string {
  return [
    `${method} ${target.path} HTTP/1.1`,
    `Host: ${authorityOf(target)}`,
    'User-Agent: skein',
    'Accept: */*',
    `Accept-Encoding: ${ACCEPTED_CODINGS}`,
    'Connection: close',
    '\r\n',
  ].join('\r\n');
}
