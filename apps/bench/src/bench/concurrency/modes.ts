/** Something that answers requests and carries messages, as a row of the comparison. */
export interface Contestant {
  readonly key: string;
  readonly title: string;
  /** Who runs the edge; undefined for the baseline, which is no Skein. */
  readonly mode: string | undefined;
  /** More clients than this it does not take, or only at a price that nobody would pay. */
  readonly clientsAtMost: number;
}

/** As many threads or processes as a connection apiece can be asked for on a small machine. */
const ONE_EACH = 30;

const skein = (mode: string, title: string, clientsAtMost = Infinity): Contestant => ({
  key: mode,
  title,
  mode,
  clientsAtMost,
});

/** The baseline is what one would write first: express.static, and `ws` in the loop of its manual, in one thread. */
export const CONTESTANTS: readonly Contestant[] = [
  { key: 'baseline', title: 'Express and ws, one thread', mode: undefined, clientsAtMost: Infinity },
  skein('async', 'async: one event loop'),
  skein('thread-pool', 'thread-pool: the default'),
  skein('thread', 'thread: one a connection', ONE_EACH),
  skein('process-pool', 'process-pool'),
  skein('process', 'process: one a connection', ONE_EACH),
];

export const SINGLE = 'async';
export const MULTI = 'thread-pool';
