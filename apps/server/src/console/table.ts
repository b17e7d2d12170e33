import { clip, fit, safeText, widthOf } from '@skein/command-line/safe-text';

export interface Column<Row> {
  readonly title: string;
  readonly side: 'left' | 'right';
  text(row: Row): string;
  /** Where space is short the column may be clipped down to so many columns of the terminal; otherwise it is not. */
  readonly least?: number;
  readonly most?: number;
}

const GAP = '  ';

/** Lines of a table, its titles first, none wider than the terminal. Every cell is made safe for it. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminalWidth: number,
): string[] {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map((column) => safeText(column.text(row))));
  const widths = shrink(columns, naturalWidths(columns, [titles, ...cells]), terminalWidth);
  return [titles, ...cells].map((line) => clip(renderLine(columns, line, widths), terminalWidth));
}

function renderLine<Row>(columns: readonly Column<Row>[], line: readonly string[], widths: readonly number[]): string {
  return line
    .map((cell, i) => fit(cell, widths[i] ?? 0, columns[i]?.side ?? 'left'))
    .join(GAP)
    .trimEnd();
}

function naturalWidths<Row>(columns: readonly Column<Row>[], lines: readonly (readonly string[])[]): number[] {
  return columns.map(({ most = Number.POSITIVE_INFINITY }, i) => {
    const widest = lines.reduce((width, line) => Math.max(width, widthOf(line[i] ?? '')), 0);
    return Math.min(most, widest);
  });
}

/** Takes from the widest of those that may be clipped, again and again, until the line fits or nothing is left to take. */
function shrink<Row>(columns: readonly Column<Row>[], natural: readonly number[], terminalWidth: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  while (total() > terminalWidth) {
    const spare = widths.map((width, i) => (width > (columns[i]?.least ?? width) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
