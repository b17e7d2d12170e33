import type { SearchAnswer } from '@skein/protocol/search';
import type { PreparedAs } from '../files/preparing/preparer-messages.ts';
import type { Subscription } from '../push/push-file.ts';
import type { Result } from '../result.ts';
import type { SearchAsk } from '../search/search.ts';
import type { FileFacts } from '../storage/rows.ts';

/**
 * Everything a hub worker can ask of the background thread: what is asked, and what comes back. Each kind has its bounds
 * below, and its handler in `workers/background.ts`.
 */
export interface Tasks {
  search: { ask: SearchAsk; answer: SearchAnswer };
  /** The key that browsers subscribe with. */
  'push-key': { ask: object; answer: string };
  'push-subscribe': { ask: Subscription; answer: void };
  'push-forget': { ask: { endpoint: string; account: string }; answer: void };
  /** Makes a file of an upload that is whole. */
  'prepare-file': { ask: { id: string; as: PreparedAs; account: string }; answer: FileFacts };
}

export interface TaskBounds {
  /** Questions of one hub worker that may be unanswered; the next is `busy`. */
  readonly inFlight: number;
  /** How many of these may be of one account, of a kind that says whose it is. */
  readonly ofOneAccount?: number;
  /** Handlers of this kind that run at a time in the background thread. */
  readonly atOnce: number;
  /** After this the question is given up, and `busy`. */
  readonly timeoutMs: number;
}

const QUICK: TaskBounds = { inFlight: 100, atOnce: 1, timeoutMs: 5_000 };

export const TASK_BOUNDS: BoundsOf<Tasks> = {
  search: { inFlight: 64, ofOneAccount: 4, atOnce: 4, timeoutMs: 5_000 },
  'push-key': QUICK,
  'push-subscribe': QUICK,
  'push-forget': QUICK,
  // Those behind it wait for the one that is prepared, each with somebody's connection open.
  'prepare-file': { inFlight: 20, ofOneAccount: 4, atOnce: 1, timeoutMs: 120_000 },
};

/** A table of kinds. Tests have one of their own. */
export type TaskTable<T> = { readonly [Kind in keyof T]: { readonly ask: object; readonly answer: unknown } };
export type BoundsOf<T extends TaskTable<T>> = { readonly [Kind in keyof T]: TaskBounds };
export type TaskOf<T extends TaskTable<T>, Kind extends keyof T> = { readonly kind: Kind } & T[Kind]['ask'];
export type AnswerOf<T extends TaskTable<T>, Kind extends keyof T> = Result<T[Kind]['answer']>;

/** Whose question it is, where it says so. */
export function accountOf<T extends TaskTable<T>>(task: TaskOf<T, keyof T>): string | undefined {
  return 'account' in task && typeof task.account === 'string' ? task.account : undefined;
}

/** Asks the background thread. Never rejects and never hangs: who cannot be answered is told `busy`. */
export type Ask<T extends TaskTable<T> = Tasks> = <Kind extends keyof T>(
  task: TaskOf<T, Kind>,
  /** Aborted when nobody wants the answer any more; it then is `busy`. */
  options?: { readonly signal?: AbortSignal },
) => Promise<AnswerOf<T, Kind>>;

/** A handler runs on the background thread's one loop: long work yields, and stops where its signal says so. */
export type Handlers<T extends TaskTable<T> = Tasks> = {
  readonly [Kind in keyof T]: (
    ask: T[Kind]['ask'],
    signal: AbortSignal,
  ) => AnswerOf<T, Kind> | Promise<AnswerOf<T, Kind>>;
};
