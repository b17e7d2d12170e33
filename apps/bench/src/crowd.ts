import { HELP, parseCrowdArguments, type CrowdOptions } from './crowd/arguments.ts';
import type { Findings } from './crowd/findings.ts';
import { readGroupCommit } from './crowd/group-commit.ts';
import { findObstacle, startOpenServer } from './crowd/open-server.ts';
import { Progress } from './crowd/progress.ts';
import { runCrowd, type CrowdRun } from './crowd/run-crowd.ts';
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
  // Only a verbose server tells how many changes shared a commit.
  await using server = options.url === undefined ? await startOpenServer(['--verbose']) : undefined;
  const url = server?.url ?? options.url ?? '';
  const obstacle = await findObstacle(url, options.code);
  if (obstacle) {
    process.stderr.write(`crowd: ${obstacle}\n`);
    return EXIT.misused;
  }
  const since = performance.now();
  const findings = await runShowingProgress({ ...options, url });
  const elapsedMs = performance.now() - since;
  const exitCode = await server?.stop();
  if (exitCode) findings.problem(`the server ended with exit code ${exitCode}`);
  const { clients, seed } = options;
  const groupCommit = server && readGroupCommit(server.log);
  process.stdout.write(`${summarize(findings, { clients, seed, elapsedMs, groupCommit })}\n`);
  return findings.hasProblems ? EXIT.wrong : EXIT.ok;
}

async function runShowingProgress(run: CrowdRun): Promise<Findings> {
  using progress = new Progress(process.stderr);
  return await runCrowd(run, (state) => progress.show(state));
}
