/** What one set of tests came to in one mode. */
export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly notRun: readonly NotRun[];
}

export interface NotRun {
  readonly title: string;
  /** What this mode cannot do. */
  readonly reason: string;
}

export const NO_REASON = 'no reason given';
