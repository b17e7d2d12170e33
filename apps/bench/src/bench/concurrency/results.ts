import type { Machine } from '../machine.ts';
import { median } from '../statistics.ts';
import type { Conversation } from './conversation.ts';
import type { MeasuredRequests } from './requests.ts';

/** How requests come. */
export const REQUEST_KINDS = ['capacity', 'delayed', 'paced'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

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
  /** What failed, once or twice: each was tried once more. */
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

interface Run {
  readonly round: number;
  readonly contestant: string;
}

/** One contestant's figure as a multiple of another's, each pair from the same round: the median. undefined without a pair. */
export function ratioOf<R extends Run>(
  runs: readonly R[],
  contestant: string,
  other: string,
  figure: (run: R) => number,
): number | undefined {
  const ratios = runs
    .filter((run) => run.contestant === contestant)
    .flatMap((ours) => {
      const theirs = runs.find((run) => run.contestant === other && run.round === ours.round);
      return theirs ? [figure(ours) / figure(theirs)] : [];
    });
  return ratios.length === 0 ? undefined : median(ratios);
}

/** How many clients were in the room, ascending. */
export function sizesOf({ chat }: ConcurrencyResults): readonly number[] {
  return [...new Set(chat.map(({ figures }) => figures.clients))].sort((a, b) => a - b);
}

export function perSecond({ requests, seconds }: MeasuredRequests): number {
  return requests / seconds;
}

export function cpuPerThousand({ cpuSeconds, requests }: MeasuredRequests): number {
  return (cpuSeconds / requests) * 1_000;
}
