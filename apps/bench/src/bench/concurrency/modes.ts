/** Something that answers requests and carries messages, as a row of the comparison. */
export interface Contestant {
  readonly key: string;
  readonly title: string;
  /** Options of the server; undefined for the baseline, which is no Skein. */
  readonly args: readonly string[] | undefined;
  /** More clients than this it does not take, or only at a price that nobody would pay. */
  readonly clientsAtMost: number;
}

export const BASELINE = 'baseline';
export const SINGLE = 'async';

/** As many threads or processes as a connection apiece can be asked for on a small machine. */
const ONE_EACH = 30;
/** More than the default on a small machine, so that what several do at once shows there too. */
const WORKERS = 4;

const skein = (mode: string, title: string, clientsAtMost = Infinity): Contestant => ({
  key: mode,
  title,
  args: ['--concurrency', mode],
  clientsAtMost,
});

const pool: Contestant = {
  key: `thread-pool-${WORKERS}`,
  title: `thread-pool: ${WORKERS} workers`,
  args: ['--concurrency', 'thread-pool', '--workers', String(WORKERS)],
  clientsAtMost: Infinity,
};

/** The baseline is what one would write first: express.static, and `ws` in the loop of its manual, in one thread. */
export const CONTESTANTS: readonly Contestant[] = [
  { key: BASELINE, title: 'Express and ws, one thread', args: undefined, clientsAtMost: Infinity },
  skein('async', 'async: one event loop'),
  skein('thread-pool', 'thread-pool: the default'),
  pool,
  skein('thread', 'thread: one a connection', ONE_EACH),
  skein('process-pool', 'process-pool: the default'),
  skein('process', 'process: one a connection', ONE_EACH),
];

/** What one loop is compared with. */
export const MULTI = ['thread-pool', pool.key] as const;
