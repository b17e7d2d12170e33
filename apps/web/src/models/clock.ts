/** Time as the models see it, so that a test can move it. Milliseconds. */
export interface Clock {
  now(): number;
  /** @returns a function that cancels it */
  after(delayMs: number, callback: () => void): () => void;
}
