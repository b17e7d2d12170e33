/** What spin has to say about a model with these names defined. */
export type Verdict =
  /** Every reachable state was looked at, and nothing is wrong in any. */
  | 'passes'
  /** An assertion of the model fails: something is torn, lost, twice, or overtaken. */
  | 'fails: assertion'
  /** Somebody is left waiting for ever. */
  | 'fails: stuck'
  /** A run without end in which what was promised never comes. */
  | 'fails: liveness';

export interface ModelCase {
  readonly model: string;
  /** What is defined on the command line. Of a bad variant: the one line that is wrong. */
  readonly defines: readonly string[];
  readonly expected: Verdict;
  /** Looks for runs without end, with weak fairness, besides states. */
  readonly liveness?: true;
  /** Also in the short version: the good models but for the largest, and the bad variants that fail at once. */
  readonly short?: true;
}

const good = (model: string, ...defines: string[]): ModelCase => ({ model, defines, expected: 'passes' });
const torn = (model: string, ...defines: string[]): ModelCase => ({ model, defines, expected: 'fails: assertion' });
const stuck = (model: string, ...defines: string[]): ModelCase => ({ model, defines, expected: 'fails: stuck' });
const short = (each: ModelCase): ModelCase => ({ ...each, short: true });

/** The largest first, so that nobody waits for them alone at the end. */
export const cases: readonly ModelCase[] = [
  good('condition'),
  good('mutex'),
  { ...good('mutex', 'THREADS=2', 'ROUNDS=2', 'LIVENESS'), liveness: true },
  good('mutex', 'REPAIR_THROWS'),
  short(good('mutex', 'THREADS=2', 'ROUNDS=2', 'DEATHS=2')),
  good('broadcast-log'),
  good('semaphore', 'PERMITS=2'),
  short(good('semaphore')),
  good('doorbell', 'STOPS'),
  short(good('doorbell')),
  short(good('ring')),
  short(good('going-live')),

  stuck('mutex', 'NO_TAKEOVER'),
  short(stuck('mutex', 'NOTIFIES_ONLY_IF_HELD')),
  stuck('mutex', 'NO_ORPHANED_MARK'),
  short(torn('mutex', 'FREES_INSTEAD_OF_ORPHANING')),
  torn('mutex', 'TAKES_OVER_WITHOUT_REPAIR'),
  stuck('mutex', 'RELEASE_TRUSTS_ITS_LOOK'),
  stuck('mutex', 'WAKES_ONE'),
  stuck('mutex', 'SLEEPS_ON_ANY_VALUE'),
  { ...stuck('mutex', 'THREADS=2', 'LIVENESS', 'NO_TAKEOVER'), expected: 'fails: liveness', liveness: true },

  torn('semaphore', 'NO_TAKEOVER'),
  stuck('semaphore', 'NOTIFIES_ONLY_IF_HELD'),
  stuck('semaphore', 'READS_RELEASES_AFTER_LOOKING'),
  stuck('semaphore', 'ANNOUNCES_BEFORE_FREEING'),
  stuck('semaphore', 'DOES_NOT_COUNT_RELEASES'),

  torn('condition', 'DOES_NOT_COUNT'),
  torn('condition', 'READS_SEQUENCE_AFTER_RELEASE'),
  torn('condition', 'SUPERVISOR_IS_SILENT'),
  torn('condition', 'SUPERVISOR_ONLY_NOTIFIES'),

  short(torn('doorbell', 'LOOKS_BEFORE_LYING_DOWN')),
  torn('doorbell', 'RINGS_BEFORE_PUBLISHING'),
  torn('doorbell', 'DOES_NOT_SAY_AWAKE'),
  torn('doorbell', 'SUPERVISOR_IS_SILENT'),
  torn('doorbell', 'SUPERVISOR_ONLY_RINGS'),
  torn('doorbell', 'STOPS', 'GETS_UP_WITH_A_STORE'),

  short(torn('ring', 'PUBLISHES_BEFORE_THE_BYTES')),
  stuck('ring', 'GIVES_BACK_BEFORE_READING'),
  torn('ring', 'DEATHS=0', 'GIVES_BACK_BEFORE_READING'),
  torn('ring', 'FORGETS_ITS_OWN_LENGTH'),
  stuck('ring', 'NEXT_WRITER_FROM_THE_BEGINNING'),
  stuck('ring', 'NEXT_READER_AT_HEAD'),

  short(torn('broadcast-log', 'RESERVES_AFTER_WRITING')),
  torn('broadcast-log', 'PUBLISHES_BEFORE_THE_BYTES'),
  short(torn('broadcast-log', 'LAPPED_WITHOUT_NOTICING')),
  torn('broadcast-log', 'CHECKS_BEFORE_COPYING'),
  torn('broadcast-log', 'NEXT_WRITER_LOWERS_RESERVED'),
  torn('broadcast-log', 'NEXT_WRITER_FROM_RESERVED'),

  short(torn('going-live', 'BIT_AFTER_READ')),
  torn('going-live', 'BITS_BEFORE_COMMIT'),
  torn('going-live', 'NO_EPOCH'),
  torn('going-live', 'LAPPED_IN_SILENCE'),
  torn('going-live', 'DROPS_WHAT_COMES_EARLY'),
];
