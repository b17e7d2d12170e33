import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../../../', import.meta.url);
const RESULTS = fileURLToPath(new URL('apps/bench/results/', ROOT));

/** Comments in a page of the project, between which one command writes what it saw. */
export interface Marks {
  readonly from: string;
  readonly to: string;
}

export type Page = 'benchmark.md' | 'docs/performance.md';

/** Writes figures into a page between two marks. */
export async function writeSection(page: Page, marks: Marks, text: string): Promise<void> {
  const file = fileURLToPath(new URL(page, ROOT));
  await writeFile(file, replaceBetween(marks, await readFile(file, 'utf8'), text));
}

/** What belongs to figures, by name: charts, and everything seen as JSON. */
export async function writeResults(files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(`${RESULTS}${name}`, content);
}

/** @throws where the page has lost its marks */
export function replaceBetween({ from, to }: Marks, page: string, text: string): string {
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`the page has no ${from} … ${to}`);
  return `${page.slice(0, start + from.length)}\n\n${text}\n\n${page.slice(end)}`;
}
