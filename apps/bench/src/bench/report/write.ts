import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Results } from '../results.ts';
import { chart } from './chart.ts';
import { resultsToMarkdown } from './markdown.ts';

const PAGE = fileURLToPath(new URL('../../../../../benchmark.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('../../../results/', import.meta.url));
const FROM = '<!-- results: written by pnpm bench -->';
const TO = '<!-- end of results -->';

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

/** Writes the figures into benchmark.md between its two marks, the charts, and everything that was seen as JSON. */
export async function writeReport(results: Results): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(`${RESULTS}cpu.svg`, chart(results, CPU));
  await writeFile(`${RESULTS}p99.svg`, chart(results, P99));
  await writeFile(`${RESULTS}results.json`, `${JSON.stringify(results)}\n`);
  await writeFile(PAGE, replaceBetween(await readFile(PAGE, 'utf8'), `${resultsToMarkdown(results)}\n\n${CHARTS}`));
}

/** @throws where the page has lost its marks */
export function replaceBetween(page: string, text: string): string {
  const [from, to] = [page.indexOf(FROM), page.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`benchmark.md has no ${FROM} … ${TO}`);
  return `${page.slice(0, from + FROM.length)}\n\n${text}\n\n${page.slice(to)}`;
}
