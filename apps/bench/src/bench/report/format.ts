/** Three digits that count, and thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 1_000) return Math.round(value).toLocaleString('en-US');
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  if (value >= 1) return value.toFixed(2);
  return value === 0 ? '0' : value.toPrecision(3).replace(/^(0\.\d*[1-9])0+$/, '$1');
}

/** A whole number, thousands apart. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** A table in Markdown; the first row is the head, columns but the first are set right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(rows[0]!), `| ${rule.join(' | ')} |`, ...rows.slice(1).map(line)].join('\n');
}

/** What was found against us, as a list in Markdown. */
export function bulletsOf(sentences: readonly string[]): string {
  if (sentences.length === 0) return 'Nowhere in this run.';
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}

/** A multiple of something; a dash where it is not known. */
export function times(ratio: number | undefined): string {
  return ratio === undefined ? '–' : `${number(ratio)} ×`;
}
