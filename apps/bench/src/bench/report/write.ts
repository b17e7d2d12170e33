import type { Results } from '../results.ts';
import { chart } from './chart.ts';
import { resultsToMarkdown } from './markdown.ts';
import { type Marks, writeResults, writeSection } from './section.ts';

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
  await writeSection('benchmark.md', MARKS, `${resultsToMarkdown(results)}\n\n${CHARTS}`);
  await writeResults({
    'cpu.svg': chart(results, CPU),
    'p99.svg': chart(results, P99),
    'results.json': `${JSON.stringify(results)}\n`,
  });
}
