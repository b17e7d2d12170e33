import type { Duplex } from 'node:stream';

/** Bytes that may wait for one client before it counts as behind. */
export const OUTBOUND_LIMIT_BYTES = 1024 * 1024;
/** What events leave free of it, for answers. */
export const OUTBOUND_RESERVE_BYTES = 64 * 1024;
/** Below this a client that is behind is given its next page. */
export const OUTBOUND_LOW_WATER_BYTES = 64 * 1024;
/** At most this much is handed to the socket at once while it is slow, so that progress shows in steps of this size. */
export const OUTBOUND_SLICE_BYTES = 64 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * What waits to be written to one socket. Everything pushed in a turn leaves in one write. Chunks hold whole frames and are
 * never split, because `ws` writes its control frames to the same socket between ours.
 *
 * At most one write is under way. For a healthy client it is over when `write` returns, and then nobody is called back: that
 * costs more than all the rest here. Only a slow client ever has a queue.
 */
export class Outbound {
  readonly #socket: Duplex;
  readonly #onDrained: () => void;
  readonly #onWritten: () => void;
  /** The first chunk that waits and, rarely, those behind it: most turns have one chunk for a client. */
  #next: Buffer | undefined;
  #more: Buffer[] | undefined;
  #queuedBytes = 0;
  #writingBytes = 0;
  #progressed = true;

  /** @param onDrained called when a queue has shrunk below the low-water mark after having been above */
  constructor(socket: Duplex, onDrained: () => void) {
    this.#socket = socket;
    this.#onDrained = onDrained;
    this.#onWritten = () => this.#written();
  }

  get byteLength(): number {
    return this.#queuedBytes + this.#writingBytes;
  }

  get hasRoom(): boolean {
    return this.byteLength < OUTBOUND_LOW_WATER_BYTES;
  }

  /**
   * Queues a chunk of whole frames; false, and nothing queued, where that would exceed the limit.
   * @param reserveBytes of the limit that stay free: for answers, which may use all of it
   */
  push(chunk: Buffer, reserveBytes = OUTBOUND_RESERVE_BYTES): boolean {
    if (this.#queuedBytes + this.#writingBytes + chunk.length > OUTBOUND_LIMIT_BYTES - reserveBytes) return false;
    if (this.#next === undefined) this.#next = chunk;
    else (this.#more ??= []).push(chunk);
    this.#queuedBytes += chunk.length;
    return true;
  }

  flush(): void {
    while (this.#next !== undefined && this.#writingBytes === 0) this.#write();
  }

  /**
   * The last words: they and all that waits are handed to the socket without waiting for each other, because `ws` writes its
   * closing frame there next, and nobody listens to what comes after that.
   */
  finish(chunk: Buffer): void {
    this.push(chunk, 0);
    while (this.#next !== undefined) this.#write();
  }

  /** True where bytes wait and none of them has left since the last call. */
  isStuck(): boolean {
    const isStuck = this.#writingBytes > 0 && !this.#progressed;
    this.#progressed = false;
    return isStuck;
  }

  #write(): void {
    const slice = this.#takeSlice();
    this.#socket.write(slice);
    if (this.#socket.writableLength === 0) return;
    this.#writingBytes += slice.length;
    // Up to here all was taken at once, of which nobody was told.
    this.#progressed = true;
    // The kernel has not taken all of it: this empty write is over when it has.
    this.#socket.write(NOTHING, this.#onWritten);
  }

  #takeSlice(): Buffer {
    const first = this.#next!;
    if (this.#more !== undefined) return this.#joinSlice([first, ...this.#more]);
    this.#next = undefined;
    this.#queuedBytes = 0;
    return first;
  }

  #joinSlice(chunks: readonly Buffer[]): Buffer {
    let count = 1;
    let byteLength = chunks[0]!.length;
    while (count < chunks.length && byteLength + chunks[count]!.length <= OUTBOUND_SLICE_BYTES) {
      byteLength += chunks[count++]!.length;
    }
    const [next, ...more] = chunks.slice(count);
    this.#next = next;
    this.#more = more.length > 0 ? more : undefined;
    this.#queuedBytes -= byteLength;
    return count === 1 ? chunks[0]! : Buffer.concat(chunks.slice(0, count), byteLength);
  }

  #written(): void {
    const wasFull = !this.hasRoom;
    this.#writingBytes = 0;
    this.#progressed = true;
    this.flush();
    if (wasFull && this.hasRoom) this.#onDrained();
  }
}
