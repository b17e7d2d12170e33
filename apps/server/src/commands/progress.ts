import type { Streams } from '@skein/command-line/run-command';

const FROM_BYTES = 1_000_000;
const REDRAW_MS = 100;

/** One line on a terminal that says how far something large is, and goes away. */
export class Progress implements Disposable {
  readonly #draw: ((line: string) => void) | undefined;
  readonly #total: number | undefined;
  readonly #label: string;
  #arrived = 0;
  #drawnAt = -Infinity;

  /** @param draw undefined where nobody would see it @param total bytes, where it is known */
  constructor(draw: ((line: string) => void) | undefined, total: number | undefined, label = '') {
    this.#draw = draw;
    this.#total = total;
    this.#label = label;
  }

  add(byteLength: number): void {
    this.#arrived += byteLength;
    if (!this.#draw || this.#arrived < FROM_BYTES || performance.now() - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = performance.now();
    this.#draw(`\r\x1b[K${this.#label}${progressText(this.#arrived, this.#total)}`);
  }

  [Symbol.dispose](): void {
    if (this.#drawnAt >= 0) this.#draw?.('\r\x1b[K');
  }
}

/** Makes the lines of a command that writes files: they are shown where standard error is a terminal. */
export function progressOn({ errors }: Streams) {
  const draw = errors.isTTY === true ? (line: string): void => void errors.write(line) : undefined;
  return (label: string, total?: number): Progress => new Progress(draw, total, `${label}: `);
}

export function progressText(arrived: number, total: number | undefined): string {
  if (total === undefined || total === 0) return megabytes(arrived);
  return `${megabytes(arrived)} of ${megabytes(total)} (${Math.floor((100 * arrived) / total)}%)`;
}

function megabytes(byteLength: number): string {
  return `${(byteLength / 1e6).toFixed(1)} MB`;
}
