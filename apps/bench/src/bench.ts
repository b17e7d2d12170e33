import { HELP, parseBenchArguments } from './bench/arguments.ts';
import { runCommand } from './bench/command.ts';
import { resultsToMarkdown } from './bench/report/markdown.ts';
import { writeReport } from './bench/report/write.ts';
import { runBench } from './bench/run-bench.ts';

// `pnpm bench`: what a delivered message costs Skein and its peers.

await runCommand({
  name: 'bench',
  help: HELP,
  parse: parseBenchArguments,
  run: async (options) => {
    const results = await runBench(options, process.stderr);
    process.stdout.write(`${resultsToMarkdown(results)}\n`);
    if (options.writes) await writeReport(results);
    return results.failures.length === 0;
  },
});
