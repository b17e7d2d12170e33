/** The value below which the given share of the values lies; 0 where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function inMs(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${counted(ms)} ms`;
}

/** A whole number as people read it. */
export function counted(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** What a command found out: figures, and whatever speaks against what it should show. */
export class Findings {
  readonly #figures: (readonly [string, string])[] = [];
  readonly #objections: string[] = [];

  figure(what: string, text: string): void {
    this.#figures.push([what, text]);
  }

  /** Notes that something that must hold does not. */
  unless(holds: boolean, objection: string): void {
    if (!holds) this.#objections.push(objection);
  }

  get isProven(): boolean {
    return this.#objections.length === 0;
  }

  toString(): string {
    const width = Math.max(...this.#figures.map(([what]) => what.length));
    const figures = this.#figures.map(([what, text]) => `${what.padEnd(width)}  ${text}`);
    return [...figures, ...this.#objections.map((objection) => `DOES NOT HOLD: ${objection}`)].join('\n');
  }
}
