/** Time as the models see it, so that a test can move it. Milliseconds. */
export interface Clock {
  /** By a clock that nobody sets: for waits. */
  now(): number;
  /** Since 1970, by a clock that may be hours off. */
  time(): number;
  /** @returns a function that cancels it */
  after(delayMs: number, callback: () => void): () => void;
}
