import { runCommand } from './bench/command.ts';
import { HELP, parseSearchArguments } from './bench/search/arguments.ts';
import { misses, searchToMarkdown, writeSearch } from './bench/search/report.ts';
import { runSearch } from './bench/search/run-search.ts';

// `pnpm bench:search`: what finding costs among a million messages.

await runCommand({
  name: 'bench:search',
  help: HELP,
  parse: parseSearchArguments,
  run: async (options) => {
    const results = await runSearch(options, process.stderr);
    process.stdout.write(`${searchToMarkdown(results)}\n`);
    if (options.writes) await writeSearch(results);
    return misses(results).length === 0;
  },
});
