import { percentile, type Findings } from './findings.ts';
import type { GroupCommit } from './group-commit.ts';

export interface SummaryFacts {
  readonly clients: number;
  readonly seed: number;
  readonly elapsedMs: number;
  readonly groupCommit?: GroupCommit | undefined;
}

/** The run in a few lines, and what was wrong. */
export function summarize(findings: Findings, { clients, seed, elapsedMs, groupCommit }: SummaryFacts): string {
  const { latenciesMs, deliveries, posted, waits, refusedForNow, reconnects, resets, slowestLogOutMs } = findings;
  const latencies = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${percentile(latenciesMs, share).toFixed(1)}`);
  const rows: [string, string][] = [
    [
      'clients',
      `${clients}: ${findings.registered} registered, ${findings.loggedIn} logged in, ${findings.loggedOut} logged out`,
    ],
    ['messages', `${posted} posted, ${latenciesMs.length} acknowledged, ${deliveries} delivered`],
    ['post to ack', `${latencies.join(', ')} ms`],
    ['log-out', `the socket was closed within ${Math.ceil(slowestLogOutMs)} ms of asking`],
    ['told to wait', `${waits} requests, ${refusedForNow} posts`],
    ['connections', `${reconnects} made anew, ${resets} histories started anew`],
    ...groupCommitRow(groupCommit),
    ['elapsed', `${(elapsedMs / 1_000).toFixed(1)} s, seed ${seed}`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`);
  return [...lines, '', ...verdict(findings)].join('\n');
}

function groupCommitRow(groupCommit: GroupCommit | undefined): [string, string][] {
  if (!groupCommit) return [];
  const { commits, commands } = groupCommit;
  return [['stored', `${commands} changes in ${commits} commits, ${(commands / commits).toFixed(1)} to a commit`]];
}

function verdict(findings: Findings): string[] {
  if (!findings.hasProblems) return ['Everything was as it should be.'];
  return ['Not as it should be:', ...findings.problems.map((problem) => `- ${problem}`)];
}
