import type { Duplex } from 'node:stream';

/** Bytes that may wait for one client before it counts as behind. */
export const OUTBOUND_LIMIT_BYTES = 1024 * 1024;
/** What events leave free of it, for answers. */
export const OUTBOUND_RESERVE_BYTES = 64 * 1024;
/** Below this a client that is behind is given its next page. */
export const OUTBOUND_LOW_WATER_BYTES = 64 * 1024;
/** At most this much is handed to the socket at once while it is slow, so that progress shows in steps of this size. */
export const OUTBOUND_SLICE_BYTES = 64 * 1024;

/**
 * What waits to be written to one socket. Everything pushed in a turn leaves in one write. Chunks hold whole frames and are
 * never split, because `ws` writes its control frames to the same socket between ours.
 *
 * At most one write is under way. It is over when Node calls back, which for a healthy client is at the end of the same
 * turn; only a slow client ever has a queue here.
 */
export class Outbound {
  readonly #socket: Duplex;
  readonly #onDrained: () => void;
  readonly #onWritten: () => void;
  #chunks: Buffer[] = [];
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
    if (this.byteLength + chunk.length > OUTBOUND_LIMIT_BYTES - reserveBytes) return false;
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.length;
    return true;
  }

  flush(): void {
    while (this.#writingBytes === 0 && this.#chunks.length > 0) this.#write();
  }

  /**
   * The last words: they and all that waits are handed to the socket without waiting for each other, because `ws` writes its
   * closing frame there next, and nobody listens to what comes after that.
   */
  finish(chunk: Buffer): void {
    this.push(chunk, 0);
    while (this.#chunks.length > 0) this.#write();
  }

  /** True where bytes wait and none of them has left since the last call. */
  isStuck(): boolean {
    const isStuck = this.#writingBytes > 0 && !this.#progressed;
    this.#progressed = false;
    return isStuck;
  }

  #write(): void {
    const slice = this.#takeSlice();
    this.#writingBytes += slice.length;
    this.#socket.write(slice, this.#onWritten);
  }

  #takeSlice(): Buffer {
    let count = 0;
    let byteLength = 0;
    while (count < this.#chunks.length) {
      const next = this.#chunks[count]!.length;
      if (count > 0 && byteLength + next > OUTBOUND_SLICE_BYTES) break;
      byteLength += next;
      count++;
    }
    this.#queuedBytes -= byteLength;
    const taken = count === this.#chunks.length ? this.#chunks : this.#chunks.slice(0, count);
    this.#chunks = count === this.#chunks.length ? [] : this.#chunks.slice(count);
    return taken.length === 1 ? taken[0]! : Buffer.concat(taken, byteLength);
  }

  #written(): void {
    const wasFull = !this.hasRoom;
    this.#writingBytes = 0;
    this.#progressed = true;
    this.flush();
    if (wasFull && this.hasRoom) this.#onDrained();
  }
}
