import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { codeOf, Problem } from './problem.ts';

/** Where a body goes. Each write waits until it is through, so that nothing piles up. */
export class Output implements Disposable {
  readonly #stream: Writable;
  readonly #isOurs: boolean;
  #byteLength = 0;

  private constructor(stream: Writable, isOurs: boolean) {
    this.#stream = stream;
    this.#isOurs = isOurs;
    // Whoever writes gets the error with that write.
    stream.on('error', () => {});
  }

  static to(stream: Writable): Output {
    return new Output(stream, false);
  }

  /** @throws a Problem where the file cannot be written */
  static async toFile(path: string): Promise<Output> {
    const stream = createWriteStream(path);
    try {
      await once(stream, 'open');
    } catch (error) {
      throw new Problem(`Cannot write to ${path} (${codeOf(error)}).`);
    }
    return new Output(stream, true);
  }

  async write(piece: Buffer): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#stream.write(piece, (error) => (error ? reject(error) : resolve()));
      });
    } catch (error) {
      throw new Problem(this.#explain(codeOf(error)));
    }
    this.#byteLength += piece.length;
  }

  /** @throws a Problem where the file is not whole */
  async close(): Promise<void> {
    if (!this.#isOurs) return;
    try {
      this.#stream.end();
      await finished(this.#stream);
    } catch (error) {
      throw new Problem(this.#explain(codeOf(error)));
    }
  }

  /** What was written so far stays in the file. */
  [Symbol.dispose](): void {
    if (this.#isOurs) this.#stream.destroy();
  }

  #explain(code: string | undefined): string {
    const when = `after ${this.#byteLength} bytes`;
    if (code === 'EPIPE') return `Whoever read the output stopped ${when}.`;
    return `The output could not be written ${when} (${code}).`;
  }
}
