import type { Concurrency, Config } from '../../config.ts';
import type { EdgeHost, EdgeHostOptions } from '../edge-host.ts';
import { LedgerThread } from '../ledger-thread.ts';
import type { RunningLedger, RunningLedgerOptions } from '../running-ledger.ts';

/** One way to run the server. The chat is the same in each; who runs the edge differs, and on what loop the ledger is. */
export interface Mode {
  readonly hostEdges: (options: EdgeHostOptions) => EdgeHost;
  readonly startLedger: (options: RunningLedgerOptions) => RunningLedger;
}

export interface ModeChoice {
  /** A server loads the one it runs in, and starts the sooner. */
  readonly load: () => Promise<Mode>;
  /** What it cannot do well, said at the start. */
  readonly caveat?: (config: Config) => string;
}

const onThread = { startLedger: (options: RunningLedgerOptions) => new LedgerThread(options) };

/** Measured; see docs/decisions/0014-five-ways-to-run-the-edge.md. */
const MIB_EACH = { thread: 30, process: 41 };

export const MODES: Readonly<Record<Concurrency, ModeChoice>> = {
  'thread-pool': {
    load: async () => {
      const { ThreadPool } = await import('./thread-pool.ts');
      return { ...onThread, hostEdges: (options) => new ThreadPool(options) };
    },
  },
  'process-pool': {
    load: async () => {
      const { ProcessPool } = await import('./process-pool.ts');
      return { ...onThread, hostEdges: (options) => new ProcessPool(options) };
    },
    caveat: () => `each process takes about ${MIB_EACH.process} MiB, and every message passes through the main one.`,
  },
  thread: {
    load: () => loadPerConnection('inThread'),
    caveat: ({ connections }) => perConnection('thread', connections),
  },
  process: {
    load: () => loadPerConnection('inProcess'),
    caveat: ({ connections }) => perConnection('process', connections),
  },
  async: {
    load: async () => {
      const [{ LedgerOnThisLoop }, { OnThisLoop }] = await Promise.all([
        import('../ledger-on-this-loop.ts'),
        import('./on-this-loop.ts'),
      ]);
      return {
        startLedger: (options) => new LedgerOnThisLoop(options),
        hostEdges: (options) => new OnThisLoop(options),
      };
    },
    caveat: () => 'everything runs on one core, and while a message is written to disk nobody is served.',
  },
};

async function loadPerConnection(shell: 'inThread' | 'inProcess'): Promise<Mode> {
  const [{ PerConnection }, shells] = await Promise.all([import('./per-connection.ts'), import('../relayed-hub.ts')]);
  return { ...onThread, hostEdges: (options) => new PerConnection(options, shells[shell]) };
}

function perConnection(what: keyof typeof MIB_EACH, connections: number): string {
  return `each connection takes a ${what} of about ${MIB_EACH[what]} MiB; ${connections} are served at once, the next wait.`;
}
