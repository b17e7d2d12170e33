import { parseArgs } from 'node:util';
import { parseWith, runCommand, wholeNumber, withoutDashes } from './bench/command.ts';
import { GOALS, runStatic, sharesOf, type StaticFigures } from './bench/static/run-static.ts';

// `pnpm bench:static`: what a file costs, beside others that serve files.

const HELP = `Measures what it costs to serve a page of 8 kB: Skein with one hub worker, others on Node that install from npm, and
nginx where it is installed.

  pnpm bench:static [options]

Each in turn, with wrk -t10 -c10, in one process or thread. It needs wrk.

  --rounds N     runs of each; medians are shown (3)
  --seconds N    how long each run takes (10)
  --help         this page`;

await runCommand({
  name: 'bench:static',
  help: HELP,
  parse: (args) => parseWith(() => readOptions(args)),
  run: async (options) => {
    const all = await runStatic(options, (what) => void process.stderr.write(`${what}\n`));
    process.stdout.write(`${table(all)}\n\n${verdict(all)}\n`);
    return all.every(({ failed }) => failed === 0);
  },
});

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: withoutDashes(args),
    options: { rounds: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return undefined;
  return { rounds: wholeNumber('rounds', values.rounds, 3), seconds: wholeNumber('seconds', values.seconds, 10) };
}

function table(all: readonly StaticFigures[]): string {
  const rows = all.map(({ site, perSecond, perCpuSecond, p99Ms }) => [
    site.title,
    perSecond.toFixed(0),
    perCpuSecond.toFixed(0),
    (1e6 / perCpuSecond).toFixed(1),
    p99Ms.toFixed(2),
  ]);
  const head = ['', 'requests/s', 'requests/CPU s', 'CPU µs/request', 'p99 ms'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function verdict(all: readonly StaticFigures[]): string {
  const { bestPeer, nginx } = sharesOf(all);
  const lines = [`Requests per CPU second: ${bestPeer.toFixed(2)} of the best peer on Node (asked: ${GOALS.bestPeer})`];
  if (nginx !== undefined) lines.push(`${nginx.toFixed(2)} of nginx (asked: ${GOALS.nginx})`);
  return `${lines.join(', ')}.`;
}
