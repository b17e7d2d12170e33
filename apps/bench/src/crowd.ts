import { HELP, parseCrowdArguments, type CrowdOptions } from './crowd/arguments.ts';
import { findObstacle, startOpenServer } from './crowd/open-server.ts';
import { Progress } from './crowd/progress.ts';
import { runCrowd } from './crowd/run-crowd.ts';
import { summarize } from './crowd/summary.ts';

// `pnpm crowd`: people who register, log in, talk and log out, and look at everything they are answered.

const EXIT = { ok: 0, wrong: 1, misused: 2 } as const;

const parsed = parseCrowdArguments(process.argv.slice(2));
if (parsed.kind === 'run') {
  process.exitCode = await main(parsed.options);
} else if (parsed.kind === 'help') {
  process.stdout.write(`${HELP}\n`);
} else {
  process.stderr.write(`crowd: ${parsed.message}\n`);
  process.exitCode = EXIT.misused;
}

async function main(options: CrowdOptions): Promise<number> {
  await using server = options.url === undefined ? await startOpenServer() : undefined;
  const url = server?.url ?? options.url ?? '';
  const obstacle = await findObstacle(url, options.code);
  if (obstacle) {
    process.stderr.write(`crowd: ${obstacle}\n`);
    return EXIT.misused;
  }
  const since = performance.now();
  using progress = new Progress(process.stderr);
  const findings = await runCrowd({ ...options, url }, (state) => progress.show(state));
  progress[Symbol.dispose]();
  const { clients, seed } = options;
  process.stdout.write(`${summarize(findings, { clients, seed, elapsedMs: performance.now() - since })}\n`);
  return findings.hasProblems ? EXIT.wrong : EXIT.ok;
}
