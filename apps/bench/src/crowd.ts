import { Mistake } from '@skein/command-line/mistake';
import { runCommand } from './bench/command.ts';
import { HELP, parseCrowdArguments, type CrowdOptions } from './crowd/arguments.ts';
import type { Findings } from './crowd/findings.ts';
import { readGroupCommit } from './crowd/group-commit.ts';
import { findObstacle, startOpenServer } from './crowd/open-server.ts';
import { Progress } from './crowd/progress.ts';
import { runCrowd, type CrowdRun } from './crowd/run-crowd.ts';
import { summarize } from './crowd/summary.ts';

// `pnpm crowd`: people who register, log in, talk and log out, and look at everything they are answered.

await runCommand({ name: 'crowd', help: HELP, parse: parseCrowdArguments, run: main });

/** @returns whether nothing was wrong */
async function main(options: CrowdOptions): Promise<boolean> {
  // Only a verbose server tells how many changes shared a commit.
  await using server = options.url === undefined ? await startOpenServer(['--verbose']) : undefined;
  const url = server?.url ?? options.url ?? '';
  const obstacle = await findObstacle(url, options.code);
  if (obstacle) throw new Mistake(obstacle);
  const since = performance.now();
  const findings = await runShowingProgress({ ...options, url });
  const elapsedMs = performance.now() - since;
  const exitCode = await server?.stop();
  if (exitCode) findings.problem(`the server ended with exit code ${exitCode}`);
  const { clients, seed } = options;
  const groupCommit = server && readGroupCommit(server.log);
  process.stdout.write(`${summarize(findings, { clients, seed, elapsedMs, groupCommit })}\n`);
  return !findings.hasProblems;
}

async function runShowingProgress(run: CrowdRun): Promise<Findings> {
  using progress = new Progress(process.stderr);
  return await runCrowd(run, (state) => progress.show(state));
}
