import type { Concurrency, Config } from '../../config.ts';
import type { EdgeHost, EdgeHostOptions } from '../edge-host.ts';
import { LedgerOnThisLoop } from '../ledger-on-this-loop.ts';
import { LedgerThread } from '../ledger-thread.ts';
import { inProcess, inThread } from '../relayed-hub.ts';
import type { RunningLedger, RunningLedgerOptions } from '../running-ledger.ts';
import { OnThisLoop } from './on-this-loop.ts';
import { PerConnection } from './per-connection.ts';
import { ProcessPool } from './process-pool.ts';
import { ThreadPool } from './thread-pool.ts';

/** One way to run the server. The chat is the same in each; who runs the edge differs, and on what loop the ledger is. */
export interface Mode {
  readonly hostEdges: (options: EdgeHostOptions) => EdgeHost;
  readonly startLedger: (options: RunningLedgerOptions) => RunningLedger;
  /** What it cannot do well, said at the start. */
  readonly caveat?: (config: Config) => string;
}

const onThread = { startLedger: (options: RunningLedgerOptions) => new LedgerThread(options) };

/** Measured; see docs/decisions/0014-five-ways-to-run-the-edge.md. */
const MIB_EACH = { thread: 36, process: 60 };

export const MODES: Readonly<Record<Concurrency, Mode>> = {
  'thread-pool': { ...onThread, hostEdges: (options) => new ThreadPool(options) },
  'process-pool': {
    ...onThread,
    hostEdges: (options) => new ProcessPool(options),
    caveat: () => `each process takes about ${MIB_EACH.process} MiB, and every message passes through the main one.`,
  },
  thread: {
    ...onThread,
    hostEdges: (options) => new PerConnection(options, inThread),
    caveat: ({ connections }) => perConnection('thread', connections),
  },
  process: {
    ...onThread,
    hostEdges: (options) => new PerConnection(options, inProcess),
    caveat: ({ connections }) => perConnection('process', connections),
  },
  async: {
    startLedger: (options) => new LedgerOnThisLoop(options),
    hostEdges: (options) => new OnThisLoop(options),
    caveat: () => 'everything runs on one core, and while a message is written to disk nobody is served.',
  },
};

function perConnection(what: keyof typeof MIB_EACH, connections: number): string {
  return `each connection takes a ${what} of about ${MIB_EACH[what]} MiB; ${connections} are served at once, the next wait.`;
}
