import type { SocketLike } from '@skein/client/transport';
import type { Gate } from '@skein/server/sockets/gate';
import { EventEmitter } from 'node:events';
import type { VirtualLoop, VirtualThread } from './virtual-loop.ts';

/** Bytes that the kernels on both sides take before a writer has to wait for the reader. */
const IN_FLIGHT_BYTES = 4 * 1024;
/** How late the two ends of a connection that was cut hear of it. */
const CUT_NOTICED_MS = 500;
const ABNORMAL = 1006;

/** When something was sent, and since when the hub worker had not stood still. */
export interface Sent {
  readonly atMs: number;
  readonly workerAwakeSinceMs: number;
}

/**
 * One WebSocket between a client and a hub worker. Frames keep their order in each direction, take their time, and are lost when
 * it is cut; half open, they are lost without anybody hearing of it. A client that does not read holds up the server's writes.
 */
export class Wire {
  /** Told of every frame that arrives. */
  readonly tell: (direction: 'sent' | 'received', frame: string, sent: Sent) => void;
  /** The client's end. */
  readonly client: ClientEnd;
  /** The server's end: what it has of `ws`, and the socket below. */
  readonly server: ServerEnd;
  readonly #loop: VirtualLoop;
  readonly #latencyMs: number;
  readonly #clientThread: VirtualThread;
  #serverThread: VirtualThread | undefined;
  readonly #downwards: { bytes: number; arrive: () => void }[] = [];
  readonly #waitingWrites: { bytes: number; done: (() => void) | undefined }[] = [];
  #inFlightBytes = 0;
  #lastUpAt = 0;
  #lastDownAt = 0;
  #isReading = true;
  /** Frames that have come and are not read. */
  #arrived = 0;
  #isHalfOpen = false;
  #isOver = false;

  constructor(loop: VirtualLoop, clientThread: VirtualThread, tell: Wire['tell']) {
    this.#loop = loop;
    this.tell = tell;
    this.#clientThread = clientThread;
    this.#latencyMs = loop.random.pick([0.1, 1, 10, 60]);
    this.client = new ClientEnd(this);
    this.server = new ServerEnd(this);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Only its two ends believe that there is a connection. */
  get isHalfOpen(): boolean {
    return this.#isHalfOpen;
  }

  /** It carries what it is given, both ways, between two that are there. */
  get isSound(): boolean {
    const { stalledUntil = Infinity, isDead = true } = this.#serverThread ?? {};
    return !this.#isOver && !this.#isHalfOpen && this.#isReading && !isDead && stalledUntil <= this.#loop.now;
  }

  get sentNow(): Sent {
    return { atMs: this.#loop.now, workerAwakeSinceMs: this.#serverThread?.stalledUntil ?? 0 };
  }

  get serverThread(): VirtualThread | undefined {
    return this.#serverThread;
  }

  /** The upgrade has come to this thread. */
  reaches(serverThread: VirtualThread): void {
    this.#serverThread = serverThread;
  }

  /** The upgrade was granted. */
  accepted(): void {
    this.down(0, () => this.client.opened());
  }

  /** The upgrade was not granted, or nobody is there to grant it. */
  refused(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#loop.run(this.#clientThread, () => this.client.closed(ABNORMAL), this.#latencyMs);
  }

  up(arrive: () => void): void {
    const at = (this.#lastUpAt = Math.max(this.#lastUpAt, this.#loop.now + this.#delayMs()));
    const thread = this.#serverThread;
    if (thread) this.#loop.run(thread, () => this.#isLost || arrive(), at - this.#loop.now);
  }

  down(bytes: number, arrive: () => void): void {
    const at = (this.#lastDownAt = Math.max(this.#lastDownAt, this.#loop.now + this.#delayMs()));
    this.#downwards.push({ bytes, arrive });
    this.#loop.run(this.#clientThread, () => this.#readNext(), at - this.#loop.now);
  }

  /** Calls `done` once the kernel has taken the bytes and those before them. */
  write(bytes: number, done: (() => void) | undefined): void {
    this.#waitingWrites.push({ bytes, done });
    this.#takeWrites();
  }

  /** Bytes that the kernel has not taken yet. */
  get waitingBytes(): number {
    return this.#waitingWrites.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  stopReading(): void {
    this.#isReading = false;
  }

  readAgain(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    const waiting = this.#arrived;
    this.#arrived = 0;
    for (let count = 0; count < waiting; count++) this.#loop.run(this.#clientThread, () => this.#readNext());
  }

  /** From now on nothing arrives on either side, and nobody is told. */
  goHalfOpen(): void {
    this.#isHalfOpen = true;
  }

  /** The connection is gone. Both sides hear of it, each in its time, unless it was half open. */
  cut(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isHalfOpen) return;
    this.#tellClient(ABNORMAL, this.#loop.someMs(CUT_NOTICED_MS));
    this.#tellServer(ABNORMAL, this.#loop.someMs(CUT_NOTICED_MS));
  }

  /** The client ends it; the server hears of it after everything before. */
  closedByClient(): void {
    if (this.#isOver) return;
    this.up(() => this.#end(() => this.#tellServer(1000, 0)));
    if (!this.#serverThread) this.#isOver = true;
  }

  /** The server ends it: the client hears of it after everything before, and answers. */
  closedByServer(code: number): void {
    this.down(0, () => {
      this.#end(() => undefined);
      this.client.closed(code);
      this.#tellServer(code, this.#delayMs());
    });
  }

  /** The server's socket is destroyed, or its thread is dead: what is under way may or may not arrive. */
  destroyedByServer(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#tellServer(ABNORMAL, 0);
    if (!this.#isHalfOpen) this.#tellClient(ABNORMAL, this.#delayMs());
  }

  get #isLost(): boolean {
    return this.#isOver || this.#isHalfOpen;
  }

  #readNext(): void {
    if (this.#isLost) return;
    if (!this.#isReading) return void this.#arrived++;
    const next = this.#downwards.shift();
    if (!next) return;
    this.#inFlightBytes -= next.bytes;
    this.#takeWrites();
    next.arrive();
  }

  #takeWrites(): void {
    while (this.#waitingWrites.length > 0 && this.#inFlightBytes < IN_FLIGHT_BYTES) {
      const { bytes, done } = this.#waitingWrites.shift()!;
      this.#inFlightBytes += bytes;
      if (!this.#serverThread || !done) continue;
      this.#loop.run(this.#serverThread, () => this.#isOver || done(), this.#loop.someMs(0.2));
    }
  }

  #end(then: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    then();
  }

  #tellClient(code: number, delayMs: number): void {
    this.#loop.run(this.#clientThread, () => this.client.closed(code), delayMs);
  }

  #tellServer(code: number, delayMs: number): void {
    if (this.#serverThread) this.#loop.run(this.#serverThread, () => this.server.closed(code), delayMs);
  }

  #delayMs(): number {
    return this.#latencyMs * (0.5 + this.#loop.random.fraction());
  }
}

type Opened = Parameters<Gate['open']>;

/** The socket as a page has it. */
export class ClientEnd implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly bufferedAmount = 0;
  readonly #wire: Wire;
  #state: 'connecting' | 'open' | 'closed' = 'connecting';

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  opened(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'open';
    this.onopen?.();
  }

  received(text: string, sent: Sent): void {
    if (this.#state !== 'open') return;
    this.#wire.tell('received', text, sent);
    this.onmessage?.({ data: text });
  }

  closed(code: number): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.onclose?.({ code, reason: '' });
  }

  send(data: string): void {
    if (this.#state !== 'open') throw new Error('a client sends only while its socket is open');
    const bytes = Buffer.from(data);
    const sent = this.#wire.sentNow;
    this.#wire.up(() => {
      this.#wire.tell('sent', data, sent);
      this.#wire.server.emit('message', bytes, false);
    });
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#wire.closedByClient();
  }
}

/** What the gate and its sessions use of a `WebSocket` of `ws`, and of the socket below it. */
export class ServerEnd extends EventEmitter {
  readonly bufferedAmount = 0;
  readonly #wire: Wire;
  #isClosed = false;

  constructor(wire: Wire) {
    super();
    this.#wire = wire;
  }

  get writableLength(): number {
    return this.#wire.waitingBytes;
  }

  get asWebSocket(): Opened[0] {
    return this as unknown as Opened[0];
  }

  get asSocket(): Opened[1] {
    return this as unknown as Opened[1];
  }

  /** Chunks hold whole frames. */
  write(chunk: Buffer, done?: () => void): boolean {
    this.#wire.write(chunk.length, done);
    if (chunk.length === 0) return true;
    const frames = [...framesIn(chunk)];
    const sent = this.#wire.sentNow;
    this.#wire.down(chunk.length, () => {
      for (const frame of frames) this.#wire.client.received(frame, sent);
    });
    return true;
  }

  /** Every browser answers a ping by itself. */
  ping(): void {
    this.#wire.down(0, () => this.#wire.up(() => this.emit('pong')));
  }

  close(code: number): void {
    this.#wire.closedByServer(code);
    // `ws` gives a client some time to answer, and then destroys the socket.
    setTimeout(() => this.closed(ABNORMAL), 2_000);
  }

  terminate(): void {
    this.#wire.destroyedByServer();
  }

  closed(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit('close', code);
  }
}

/** The texts of a chunk of whole frames, as `textFrame` makes them. */
function* framesIn(chunk: Buffer): Iterable<string> {
  for (let start = 0; start < chunk.length;) {
    const short = chunk[start + 1]!;
    const headerBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126 ? short : short === 126 ? chunk.readUInt16BE(start + 2) : Number(chunk.readBigUInt64BE(start + 2));
    yield chunk.toString('utf8', start + headerBytes, start + headerBytes + length);
    start += headerBytes + length;
  }
}
