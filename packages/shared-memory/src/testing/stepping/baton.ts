import { defineLayout, int32, int32s, ownLine, type SharedWords, type ViewOf } from '../../layout.ts';
import { SeededRandom } from '../seeded-random.ts';

// Virtual threads take turns: whoever has the baton runs, and everybody else blocks. Each virtual thread is a worker of its
// own, so that code which blocks in the middle of a call can be stopped there, but a run is the same for the same seed,
// because only the holder of the baton draws random numbers, and decides who has it next.
//
//   READY      runs when its turn comes          DYING     ends where it stands, at its next turn
//   WAITING    in wait, on an address            DEAD      ended so; the supervisor has not heard of it
//   TIMED      the same, with a timeout          BURIED    the supervisor has dealt with it
//   WATCHING   until another thread has ended    FINISHED  came to its end
//
// The real Atomics are kept here, since threads under test see others.

const { load, store, wait, notify } = globalThis.Atomics;

export const THREADS = 4;
/** The first thread is the supervisor: it does not die, and is told of every death. */
export const SUPERVISOR = 0;

export const STATUS = {
  ready: 0,
  waiting: 1,
  timed: 2,
  watching: 3,
  dying: 4,
  dead: 5,
  buried: 6,
  finished: 7,
} as const;

const STATUS_NAMES = Object.keys(STATUS);

/** What `wait` comes back with. */
export const OUTCOME = { ok: 0, timedOut: 1 } as const;

export const batonLayout = defineLayout({
  /** 1 where the thread has the baton; what it sleeps on. */
  turns: ownLine(int32s(THREADS)),
  status: int32s(THREADS),
  addresses: int32s(THREADS),
  outcomes: int32s(THREADS),
  /** A set of threads that a thread watches; the supervisor watches all. */
  watched: int32s(THREADS),
  /** The seed that is run; -1 when there are no more. */
  seed: int32(),
  drawn: int32(),
  steps: int32(),
  deathsLeft: int32(),
  /** 1: the ready thread of the highest rank runs, and giving way makes it the lowest; 0: any ready thread. */
  isRanked: int32(),
  ranks: int32s(THREADS),
  lowestRank: int32(),
  /** On average one in so many steps gives the baton away. */
  switchOneIn: int32(),
  /** On average one in so many steps is somebody's last. */
  dieOneIn: int32(),
});

const SWITCH_ONE_IN = [2, 4, 10, 30, 100, 1_000];
const DIE_ONE_IN = [5, 20, 100, 500];
const RARER_WHILE_SPINNING = 50;
const MAX_STEPS = 200_000;

/** Ends a virtual thread where it stands. Everything that its unwinding does is undone. */
export class Death extends Error {
  override readonly name = 'Death';
}

export class Baton {
  readonly me: number;
  readonly #memory: ViewOf<typeof batonLayout>;
  readonly #mayStayAsleep: (thread: number) => boolean;
  readonly #onDeath: () => void;
  #isDying = false;
  #isSpinning = false;

  constructor(
    memory: ViewOf<typeof batonLayout>,
    me: number,
    options: {
      /** Is it right that this thread waits though nobody is left to wake it? */
      readonly mayStayAsleep: (thread: number) => boolean;
      /** Called just before the death of this thread unwinds it. */
      readonly onDeath: () => void;
    },
  ) {
    this.#memory = memory;
    this.me = me;
    this.#mayStayAsleep = options.mayStayAsleep;
    this.#onDeath = options.onDeath;
  }

  /** Whether the life of this thread has ended, and only its unwinding goes on. */
  get isDying(): boolean {
    return this.#isDying;
  }

  get steps(): number {
    return this.#memory.steps[0]!;
  }

  /** The threads that died in this run and whose exit was announced. */
  get buried(): number[] {
    return Array.from({ length: THREADS }, (_, thread) => thread).filter((each) => this.status(each) === STATUS.buried);
  }

  status(thread: number): number {
    return this.#memory.status[thread]!;
  }

  /** Begins a run: the supervisor's, who keeps the baton. */
  begin(seed: number, mortals: number): void {
    const memory = this.#memory;
    memory.seed[0] = seed;
    memory.drawn[0] = seed;
    memory.steps[0] = 0;
    for (let thread = 0; thread < THREADS; thread++) {
      memory.status[thread] = thread <= mortals ? STATUS.ready : STATUS.finished;
    }
    memory.isRanked[0] = this.below(2);
    memory.lowestRank[0] = -1;
    for (let thread = 0; thread < THREADS; thread++) memory.ranks[thread] = this.below(100);
    memory.switchOneIn[0] = SWITCH_ONE_IN[this.below(SWITCH_ONE_IN.length)]!;
    memory.dieOneIn[0] = DIE_ONE_IN[this.below(DIE_ONE_IN.length)]!;
    memory.deathsLeft[0] = mortals > 0 && this.below(4) > 0 ? 1 : 0;
  }

  /** Tells every thread that there are no more runs. */
  endAll(): void {
    this.#memory.seed[0] = -1;
    for (let thread = 1; thread < THREADS; thread++) this.#give(thread);
  }

  /** Blocks until the next run gives this thread its first turn. Returns its seed; undefined after the last. */
  awaitRun(): number | undefined {
    this.#isDying = false;
    this.#isSpinning = false;
    this.#take();
    const seed = this.#memory.seed[0]!;
    return seed === -1 ? undefined : seed;
  }

  below(limit: number): number {
    const random = new SeededRandom(this.#memory.drawn[0]!);
    this.#memory.drawn[0] = (this.#memory.drawn[0]! + 0x6d2b79f5) | 0;
    return random.below(limit);
  }

  /** A scheduling point: before whatever other threads can notice. Throws a Death where this thread's life ends. */
  step(): void {
    this.endIfDying();
    const memory = this.#memory;
    if (++memory.steps[0]! > MAX_STEPS) throw new Error(`no end after ${MAX_STEPS} steps: ${this.describe()}`);
    const rarer = this.#isSpinning ? RARER_WHILE_SPINNING : 1;
    if (memory.deathsLeft[0]! > 0 && this.below(memory.dieOneIn[0]! * rarer) === 0) this.#chooseVictim();
    if (this.below(memory.switchOneIn[0]! * rarer) === 0) this.giveWay();
    this.endIfDying();
  }

  /** Of a thread that spins, or spins no longer. Its many steps change nothing, and are to lead to sleep now and then. */
  setSpinning(isSpinning: boolean): void {
    this.#isSpinning = isSpinning;
  }

  /** Lets others go on. */
  giveWay(): void {
    this.#memory.ranks[this.me] = this.#memory.lowestRank[0]!--;
    const next = this.#choose();
    if (next === this.me) return;
    this.#give(next);
    this.#take();
    this.endIfDying();
  }

  /** Waits on an address. Returns an OUTCOME. */
  waitOn(address: number, isTimed: boolean): number {
    this.register(address, isTimed);
    return this.awaitOutcome();
  }

  register(address: number, isTimed: boolean): void {
    this.#memory.addresses[this.me] = address;
    this.#memory.status[this.me] = isTimed ? STATUS.timed : STATUS.waiting;
  }

  awaitOutcome(): number {
    this.#block();
    return this.#memory.outcomes[this.me]!;
  }

  /** Wakes up to `count` threads that wait on the address, in any order. Returns how many. */
  wake(address: number, count: number): number {
    let woken = 0;
    while (woken < count) {
      const thread = this.#oneOf((each) => this.#waitsOn(each, address));
      if (thread === undefined) break;
      this.#memory.outcomes[thread] = OUTCOME.ok;
      this.#memory.status[thread] = STATUS.ready;
      woken++;
    }
    return woken;
  }

  /** Blocks until one of the threads has died and the supervisor has dealt with it; undefined when all have finished. */
  awaitDeathOf(threads: readonly number[]): number | undefined {
    this.#watch(threads.reduce((set, thread) => set | (1 << thread), 0));
    return threads.find((thread) => this.status(thread) === STATUS.buried);
  }

  /** For the supervisor: blocks until there is a death to deal with; undefined when all others have ended. */
  awaitDeath(): number | undefined {
    this.#watch(EVERYBODY);
    const dead = this.#memory.status.indexOf(STATUS.dead);
    return dead === -1 ? undefined : dead;
  }

  bury(thread: number): void {
    this.#memory.status[thread] = STATUS.buried;
  }

  /** This thread's part in the run is over. */
  end(): void {
    this.#memory.status[this.me] = this.#isDying && !this.#isDismissed() ? STATUS.dead : STATUS.finished;
    this.#give(this.#choose());
  }

  describe(): string {
    const names = Array.from({ length: THREADS }, (_, thread) => `${thread} ${STATUS_NAMES[this.status(thread)]!}`);
    return names.join(', ');
  }

  #watch(threads: number): void {
    this.#memory.watched[this.me] = threads;
    this.#memory.status[this.me] = STATUS.watching;
    this.#block();
  }

  #block(): void {
    const next = this.#choose();
    if (next !== this.me) {
      this.#give(next);
      this.#take();
    }
    this.endIfDying();
  }

  /** Ends this thread if it is its time, and again whenever its unwinding comes here. */
  endIfDying(): void {
    if (this.#isDying) throw new Death();
    if (this.status(this.me) !== STATUS.dying) return;
    this.#isDying = true;
    this.#onDeath();
    throw new Death();
  }

  #isDismissed(): boolean {
    return this.#memory.watched[this.me] === DISMISSED;
  }

  #chooseVictim(): void {
    const victim = this.#oneOf((thread) => thread !== SUPERVISOR && this.status(thread) < STATUS.watching);
    if (victim === undefined) return;
    this.#memory.deathsLeft[0]!--;
    this.#memory.watched[victim] = EVERYBODY;
    this.#memory.status[victim] = STATUS.dying;
  }

  /** Who runs next, made ready for it. Throws if nobody can. */
  #choose(): number {
    const thread = this.#next() ?? this.#dismissOne();
    const status = this.status(thread);
    if (status === STATUS.timed) this.#memory.outcomes[thread] = OUTCOME.timedOut;
    if (status !== STATUS.dying) this.#memory.status[thread] = STATUS.ready;
    return thread;
  }

  #next(): number | undefined {
    if (this.#memory.isRanked[0] === 0) return this.#oneOf((thread) => this.#canRun(thread));
    let highest: number | undefined;
    for (let thread = 0; thread < THREADS; thread++) {
      if (this.#canRun(thread) && this.#rank(thread) >= (highest === undefined ? -Infinity : this.#rank(highest)))
        highest = thread;
    }
    return highest;
  }

  #rank(thread: number): number {
    return this.#memory.ranks[thread]!;
  }

  #dismissOne(): number {
    const thread = this.#memory.status.indexOf(STATUS.waiting);
    const isRight = this.#memory.status.every((status, each) => status !== STATUS.waiting || this.#mayStayAsleep(each));
    if (thread === -1 || !isRight) throw new Error(`stuck: nobody can go on (${this.describe()})`);
    this.#memory.watched[thread] = DISMISSED;
    this.#memory.status[thread] = STATUS.dying;
    return thread;
  }

  #canRun(thread: number): boolean {
    const status = this.status(thread);
    if (status === STATUS.watching) return this.#hasSeen(this.#memory.watched[thread]!);
    return status === STATUS.ready || status === STATUS.timed || status === STATUS.dying;
  }

  #hasSeen(watched: number): boolean {
    const { status } = this.#memory;
    if (watched === EVERYBODY && status.includes(STATUS.dead)) return true;
    const isWatched = (thread: number) => (watched & (1 << thread)) !== 0;
    if (watched !== EVERYBODY && status.some((each, thread) => isWatched(thread) && each === STATUS.buried))
      return true;
    return status.every((each, thread) => !isWatched(thread) || each >= STATUS.buried);
  }

  #waitsOn(thread: number, address: number): boolean {
    const status = this.status(thread);
    return (status === STATUS.waiting || status === STATUS.timed) && this.#memory.addresses[thread] === address;
  }

  #oneOf(isMeant: (thread: number) => boolean): number | undefined {
    let count = 0;
    for (let thread = 0; thread < THREADS; thread++) if (isMeant(thread)) count++;
    if (count === 0) return undefined;
    let index = count === 1 ? 0 : this.below(count);
    for (let thread = 0; ; thread++) if (isMeant(thread) && index-- === 0) return thread;
  }

  #give(thread: number): void {
    store(this.#memory.turns, thread, 1);
    notify(this.#memory.turns, thread);
  }

  #take(): void {
    const turns: SharedWords = this.#memory.turns;
    while (load(turns, this.me) === 0) wait(turns, this.me, 0);
    store(turns, this.me, 0);
  }
}

/** In `watched`: the thread slept on rightly, and is ended with its run. */
const DISMISSED = -1;
/** Everybody but the supervisor. */
const EVERYBODY = 0b1110;
