import { runCommand } from './bench/command.ts';
import { HELP, parseStaticArguments } from './bench/static/arguments.ts';
import { staticToMarkdown, writeStatic } from './bench/static/report.ts';
import { runStatic } from './bench/static/run-static.ts';

// `pnpm bench:static`: what a file costs, beside others that serve files.

await runCommand({
  name: 'bench:static',
  help: HELP,
  parse: parseStaticArguments,
  run: async (options) => {
    const results = await runStatic(options, (what) => void process.stderr.write(`${what}\n`));
    process.stdout.write(`${staticToMarkdown(results)}\n`);
    if (options.writes) await writeStatic(results);
    return results.runs.every(({ figures }) => figures.failed === 0);
  },
});
