/** One line of the report. */
export interface Figure {
  readonly what: string;
  readonly asked: string;
  readonly seen: string;
  readonly isMet: boolean;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export function spread(values: readonly number[]): string {
  const [middle, most] = [percentile(values, 0.5), Math.max(...values)];
  return `${middle.toFixed(0)} ms at the median, ${most.toFixed(0)} at most of ${values.length}`;
}

export function tableOf(figures: readonly Figure[]): string {
  const lines = figures.map(
    ({ what, asked, seen, isMet }) => `| ${what} | ${asked} | ${seen} | ${isMet ? 'yes' : 'no'} |`,
  );
  return ['| what | asked | seen | met |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
