const FIRST_MS = 250;
const LONGEST_MS = 15_000;
/** Slow enough for a crowd to spread, quick enough to notice a server that is back after two seconds soon. */
const GROWTH = 1.5;

/** How long to wait between tries: a ceiling that grows by half from 0.25 s to 15 s, and of it a random part ("full jitter"). */
export class Backoff {
  #ceilingMs = FIRST_MS;

  /** @param random from 0 up to 1 */
  next(random: number): number {
    const delayMs = random * this.#ceilingMs;
    this.#ceilingMs = Math.min(this.#ceilingMs * GROWTH, LONGEST_MS);
    return delayMs;
  }

  reset(): void {
    this.#ceilingMs = FIRST_MS;
  }
}

/** A number from 0 up to 1 of four random bytes. */
export function bytesToFraction(bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return (((a * 256 + b) * 256 + c) * 256 + d) / 2 ** 32;
}
