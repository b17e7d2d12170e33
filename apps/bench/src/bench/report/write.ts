import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Results } from '../results.ts';
import { chart } from './chart.ts';
import { resultsToMarkdown } from './markdown.ts';

const PAGE = fileURLToPath(new URL('../../../../../benchmark.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('../../../results/', import.meta.url));

/** Comments in benchmark.md, between which one command writes what it saw. */
export interface Marks {
  readonly from: string;
  readonly to: string;
}

const MARKS: Marks = { from: '<!-- results: written by pnpm bench -->', to: '<!-- end of results -->' };

const CHARTS =
  '### Charts\n\n![CPU for a delivery](apps/bench/results/cpu.svg)\n\n' +
  '![99th percentile from post to delivery](apps/bench/results/p99.svg)';

const CPU = {
  title: 'CPU for a delivery, by load and system',
  of: (summary: { cpu: number }) => summary.cpu,
  unit: 'µs',
};
const P99 = {
  title: 'Time from post to delivery, 99th percentile, by load and system',
  of: (summary: { p99Ms: number }) => summary.p99Ms,
  unit: 'p99 in ms',
};

export async function writeReport(results: Results): Promise<void> {
  await writeSection(MARKS, `${resultsToMarkdown(results)}\n\n${CHARTS}`, {
    'cpu.svg': chart(results, CPU),
    'p99.svg': chart(results, P99),
    'results.json': `${JSON.stringify(results)}\n`,
  });
}

/** Writes figures into benchmark.md between two marks, and beside it the files by name: charts, and everything seen as JSON. */
export async function writeSection(marks: Marks, text: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(`${RESULTS}${name}`, content);
  await writeFile(PAGE, replaceBetween(marks, await readFile(PAGE, 'utf8'), text));
}

/** @throws where the page has lost its marks */
export function replaceBetween({ from, to }: Marks, page: string, text: string): string {
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`benchmark.md has no ${from} … ${to}`);
  return `${page.slice(0, start + from.length)}\n\n${text}\n\n${page.slice(end)}`;
}
