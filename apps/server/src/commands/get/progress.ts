const FROM_BYTES = 1_000_000;
const REDRAW_MS = 100;

/** One line on a terminal that says how far a large body is, and goes away. */
export class Progress {
  readonly #draw: ((line: string) => void) | undefined;
  readonly #total: number | undefined;
  #arrived = 0;
  #drawnAt = -Infinity;

  /** @param draw undefined where nobody would see it @param total bytes, where it is known */
  constructor(draw: ((line: string) => void) | undefined, total: number | undefined) {
    this.#draw = draw;
    this.#total = total;
  }

  add(byteLength: number): void {
    this.#arrived += byteLength;
    if (!this.#draw || this.#arrived < FROM_BYTES || performance.now() - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = performance.now();
    this.#draw(`\r\x1b[K${progressText(this.#arrived, this.#total)}`);
  }

  end(): void {
    if (this.#drawnAt >= 0) this.#draw?.('\r\x1b[K');
  }
}

export function progressText(arrived: number, total: number | undefined): string {
  if (total === undefined) return megabytes(arrived);
  return `${megabytes(arrived)} of ${megabytes(total)} (${Math.floor((100 * arrived) / total)}%)`;
}

function megabytes(byteLength: number): string {
  return `${(byteLength / 1e6).toFixed(1)} MB`;
}
