const SHOWN_PROBLEMS = 20;

/** Everything a run counts, and everything that was not as it should be. */
export class Findings {
  readonly latenciesMs: number[] = [];
  readonly #problems = new Map<string, number>();
  /** Accounts registered before the run proper; those below are of the run itself. */
  prepared = 0;
  registered = 0;
  loggedIn = 0;
  loggedOut = 0;
  posted = 0;
  deliveries = 0;
  /** Answers 429 and 503, each waited for as it said. */
  waits = 0;
  /** Posts refused for now, and sent again by the client. */
  refusedForNow = 0;
  reconnects = 0;
  resets = 0;
  slowestLogOutMs = 0;

  problem(text: string): void {
    this.#problems.set(text, (this.#problems.get(text) ?? 0) + 1);
  }

  get hasProblems(): boolean {
    return this.#problems.size > 0;
  }

  /** The problems, each once, those beyond the first twenty as a number. */
  get problems(): readonly string[] {
    const all = [...this.#problems].map(([text, count]) => (count > 1 ? `${text} (${count} times)` : text));
    const more = all.length - SHOWN_PROBLEMS;
    return more > 0 ? [...all.slice(0, SHOWN_PROBLEMS), `and ${more} more`] : all;
  }
}

/** @returns the value that `share` of the values do not exceed; 0 where there are none */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
