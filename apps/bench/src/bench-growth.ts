import { runCommand } from './bench/command.ts';
import { HELP, parseGrowthArguments } from './bench/growth/arguments.ts';
import { growthToMarkdown, writeGrowth } from './bench/growth/report.ts';
import { runGrowth } from './bench/growth/run-growth.ts';

// `pnpm bench:growth`: how cost grows with members, rooms, workers and idle clients.

await runCommand({
  name: 'bench:growth',
  help: HELP,
  parse: parseGrowthArguments,
  run: async (options) => {
    const results = await runGrowth(options, process.stderr);
    process.stdout.write(`${growthToMarkdown(results)}\n`);
    if (options.writes) await writeGrowth(results);
    return results.failures.length === 0;
  },
});
