import { connect, type Socket } from 'node:net';
import type { Dialect, Heard } from './dialects.ts';
import { maskedFrame, OPCODE, readFrame, upgradeRequest } from './frames.ts';

const HEAD_END = '\r\n\r\n';

export interface ClientOptions {
  readonly dialect: Dialect;
  readonly port: number;
  /** On loopback, so that limits by address do not meet. */
  readonly localAddress: string;
  readonly room: string;
  readonly lives: number;
  readonly cookie: string;
  readonly onReady: () => void;
  /** Called with every read, before what is in it is understood. */
  readonly onHeard: () => void;
  readonly onPong: () => void;
  /** Called with the bytes in which messages may be, once for each read. */
  readonly onMessages: (frames: readonly Buffer[]) => void;
  readonly onAcknowledged: () => void;
  readonly onRefused: (text: string) => void;
  readonly onFault: (what: string) => void;
}

/** One WebSocket on a bare TCP socket: of what comes in only the frames' headers are read. */
export class Client {
  readonly #options: ClientOptions;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #isUpgraded = false;
  #isReady = false;
  #lives: number;

  constructor(options: ClientOptions) {
    const { dialect, port, localAddress, room, cookie, lives, onFault } = options;
    this.#options = options;
    this.#lives = lives;
    this.#socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    this.#socket.write(upgradeRequest(`127.0.0.1:${port}`, dialect.path(room), cookie));
    this.#socket.on('data', (bytes) => this.#receive(bytes as Buffer));
    this.#socket.on('error', ({ message }) => onFault(message));
    this.#socket.on('end', () => onFault('the server ended a socket'));
  }

  say(text: string): void {
    this.#socket.write(maskedFrame(OPCODE.text, Buffer.from(text)));
  }

  #receive(received: Buffer): void {
    this.#options.onHeard();
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, received]) : received;
    let at = this.#isUpgraded ? 0 : this.#hearUpgrade(bytes);
    const messages: Buffer[] = [];
    for (let frame; this.#isUpgraded && (frame = readFrame(bytes, at, bytes.length)); at = frame.end) {
      this.#hear(frame.opcode, bytes.subarray(frame.start, frame.end), messages);
    }
    this.#rest = bytes.subarray(at);
    if (messages.length > 0) this.#options.onMessages(messages);
  }

  #hearUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return 0;
    const { dialect, onFault } = this.#options;
    if (!bytes.toString('latin1', 0, 12).endsWith(' 101')) onFault(`an upgrade was answered: ${bytes.toString()}`);
    this.#isUpgraded = true;
    if (dialect.greeting !== undefined) this.say(dialect.greeting);
    if (dialect.isReadyAtOnce) this.#ready();
    return end + HEAD_END.length;
  }

  #hear(opcode: number, payload: Buffer, messages: Buffer[]): void {
    if (opcode === OPCODE.ping) return void this.#socket.write(maskedFrame(OPCODE.pong, payload));
    if (opcode === OPCODE.close)
      return this.#options.onFault(`the server closed a socket: ${payload.toString('utf8', 2)}`);
    const heard = this.#options.dialect.hear(payload);
    if (heard.kind === 'messages') messages.push(payload);
    else this.#obey(heard);
  }

  #obey(heard: Heard): void {
    const { onAcknowledged, onPong, onRefused, onFault } = this.#options;
    switch (heard.kind) {
      case 'live':
        return this.#lives-- === 1 ? this.#ready() : undefined;
      case 'ready':
        return this.#ready();
      case 'acknowledged':
        return onAcknowledged();
      case 'pong':
        return onPong();
      case 'answer':
        return this.say(heard.text);
      case 'refused':
        return onRefused(heard.text);
      case 'fault':
        return onFault(`the server said: ${heard.text}`);
    }
  }

  #ready(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#options.onReady();
  }
}
