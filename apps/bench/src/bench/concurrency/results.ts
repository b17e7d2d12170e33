import type { Machine } from '../machine.ts';
import { median } from '../statistics.ts';
import type { Conversation } from './conversation.ts';
import type { MeasuredRequests } from './requests.ts';

/** How requests come. */
export type RequestKind = 'capacity' | 'delayed' | 'paced';

export interface RequestRun {
  readonly round: number;
  readonly contestant: string;
  readonly kind: RequestKind;
  readonly figures: MeasuredRequests;
}

export interface ChatRun {
  readonly round: number;
  readonly contestant: string;
  readonly figures: Conversation;
}

/** Everything a run has seen, as it is written to concurrency.json. */
export interface ConcurrencyResults {
  readonly machine: Machine;
  readonly date: string;
  readonly loadBefore: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly delayMs: number;
  readonly measureMs: number;
  readonly contestants: readonly { readonly key: string; readonly title: string }[];
  readonly requests: readonly RequestRun[];
  readonly chat: readonly ChatRun[];
  /** Measurements that could not be taken; each was tried once more. */
  readonly failures: readonly string[];
}

export interface RequestSummary {
  readonly best: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuPerThousand: number;
  readonly memoryBytes: number;
  readonly failed: number;
}

/** undefined where nothing was measured. `best` is the best run, the rest are medians. */
export function summarizeRequests(
  { requests }: ConcurrencyResults,
  contestant: string,
  kind: RequestKind,
): RequestSummary | undefined {
  const runs = requests.filter((run) => run.contestant === contestant && run.kind === kind);
  if (runs.length === 0) return undefined;
  const middle = (of: (figures: MeasuredRequests) => number): number => median(runs.map(({ figures }) => of(figures)));
  return {
    best: Math.max(...runs.map(({ figures }) => perSecond(figures))),
    perSecond: middle(perSecond),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    cpuPerThousand: middle(cpuPerThousand),
    memoryBytes: middle(({ memoryBytes }) => memoryBytes),
    failed: runs.reduce((sum, { figures }) => sum + figures.failed, 0),
  };
}

export function summarizeChat(
  { chat }: ConcurrencyResults,
  contestant: string,
  clients: number,
): Conversation | undefined {
  const runs = chat.filter((run) => run.contestant === contestant && run.figures.clients === clients);
  if (runs.length === 0) return undefined;
  const middle = (of: (figures: Conversation) => number): number => median(runs.map(({ figures }) => of(figures)));
  return {
    clients,
    deliveriesPerSecond: middle(({ deliveriesPerSecond }) => deliveriesPerSecond),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    cpuMicroseconds: middle(({ cpuMicroseconds }) => cpuMicroseconds),
    memoryBytes: middle(({ memoryBytes }) => memoryBytes),
    wrong: runs.reduce((sum, { figures }) => sum + figures.wrong, 0),
  };
}

/** One contestant's figure as a multiple of another's, each pair from the same round: the median. undefined without a pair. */
export function pairedRatio<Run extends { readonly round: number }>(
  ours: readonly Run[],
  theirs: readonly Run[],
  of: (run: Run) => number,
): number | undefined {
  const ratios = ours.flatMap((run) => {
    const other = theirs.find(({ round }) => round === run.round);
    return other ? [of(run) / of(other)] : [];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

export function perSecond({ requests, seconds }: MeasuredRequests): number {
  return requests / seconds;
}

export function cpuPerThousand({ cpuSeconds, requests }: MeasuredRequests): number {
  return (cpuSeconds / requests) * 1_000;
}
