import { runCommand } from './bench/command.ts';
import { HELP, parseConcurrencyArguments } from './bench/concurrency/arguments.ts';
import { concurrencyToMarkdown, writeConcurrency } from './bench/concurrency/report.ts';
import { runConcurrency } from './bench/concurrency/run-concurrency.ts';

// `pnpm bench:concurrency`: what threads and processes buy, and what they cost.

await runCommand({
  name: 'bench:concurrency',
  help: HELP,
  parse: parseConcurrencyArguments,
  run: async (options) => {
    const results = await runConcurrency(options, process.stderr);
    process.stdout.write(`${concurrencyToMarkdown(results)}\n`);
    if (options.writes) await writeConcurrency(results);
    return results.failures.length === 0;
  },
});
