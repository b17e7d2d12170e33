import { Problem } from './problem.ts';

/**
 * Bytes that arrive in pieces of any size, taken by lines or as they come. Nothing is read ahead of what is asked for, so
 * that a slow taker slows the sender down, and what is held never exceeds the limit of a line and one piece.
 */
export class ByteSource {
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** At most that many bytes, as soon as there are any. @returns undefined at the end */
  async take(most: number): Promise<Buffer | undefined> {
    if (this.#held.length === 0 && !(await this.#hold())) return undefined;
    return this.#cut(Math.min(most, this.#held.length));
  }

  /** The next bytes without taking them; fewer only at the end. */
  async peek(length: number): Promise<Buffer> {
    while (this.#held.length < length && (await this.#hold()));
    return this.#held.subarray(0, length);
  }

  /**
   * A line without its end, which is LF or CR LF, as Latin-1.
   * @returns undefined where the bytes end before the line does
   * @throws a Problem with `tooLong` where it has more bytes than `most`
   */
  async line(most: number, tooLong: string): Promise<string | undefined> {
    let end = this.#held.indexOf(LF);
    for (let searched = this.#held.length; end === -1; searched = this.#held.length) {
      if (searched > most) throw new Problem(tooLong);
      if (!(await this.#hold())) return undefined;
      end = this.#held.indexOf(LF, searched);
    }
    if (end > most) throw new Problem(tooLong);
    const line = this.#cut(end + 1);
    return line.toString('latin1', 0, line[end - 1] === CR ? end - 1 : end);
  }

  #cut(length: number): Buffer {
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return bytes;
  }

  /** @returns false at the end */
  async #hold(): Promise<boolean> {
    const { value, done } = await this.#pieces.next();
    if (done) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }
}

const LF = 0x0a;
const CR = 0x0d;
