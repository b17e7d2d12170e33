import { HELP, parseBenchArguments, type BenchOptions } from './bench/arguments.ts';
import { resultsToMarkdown } from './bench/report/markdown.ts';
import { writeReport } from './bench/report/write.ts';
import { runBench } from './bench/run-bench.ts';

// `pnpm bench`: what a delivered message costs Skein and its peers.

const EXIT = { ok: 0, failed: 1, misused: 2 } as const;

const parsed = parseBenchArguments(process.argv.slice(2));
if (parsed.kind === 'run') {
  process.exitCode = await main(parsed.options).catch((error: unknown) => {
    process.stderr.write(`\nbench: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  });
} else if (parsed.kind === 'help') {
  process.stdout.write(`${HELP}\n`);
} else {
  process.stderr.write(`bench: ${parsed.message}\n`);
  process.exitCode = EXIT.misused;
}

async function main(options: BenchOptions): Promise<number> {
  const results = await runBench(options, process.stderr);
  process.stdout.write(`${resultsToMarkdown(results)}\n`);
  if (options.writes) await writeReport(results);
  return results.failures.length > 0 ? EXIT.failed : EXIT.ok;
}
