import { SeededRandom } from '@skein/client/testing/random';

const EPOCH_MS = 1_700_000_000_000;
/** Node's own, before anything is replaced. */
const realTurn = globalThis.setImmediate;

/** A machine has one clock, which may be wrong. */
export interface Machine {
  clockOffsetMs: number;
}

/**
 * A thread of the simulated world: of the server, or a client's. It runs one task at a time, may stand still, and once it is
 * dead nothing of it runs any more, wherever it was waiting.
 */
export class VirtualThread {
  readonly name: string;
  readonly machine: Machine;
  isDead = false;
  /** Nothing of it runs before this time. */
  stalledUntil = 0;
  /** Its newest turn: turns keep their order. */
  lastTurnAt = 0;

  constructor(name: string, machine: Machine) {
    this.name = name;
    this.machine = machine;
  }
}

/** A callback at a time; also what `setTimeout` gives back. */
export class Task {
  readonly at: number;
  readonly order: number;
  readonly thread: VirtualThread;
  readonly callback: () => void;
  isCancelled = false;

  constructor(at: number, order: number, thread: VirtualThread, callback: () => void) {
    this.at = at;
    this.order = order;
    this.thread = thread;
    this.callback = callback;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/**
 * One event loop for all threads of the simulated world, with a time of its own. Which of two threads runs first when both
 * could, and how long everything takes, is the seed's choice. Nothing else is: a run is repeated by its seed.
 */
export class VirtualLoop {
  readonly random: SeededRandom;
  readonly #tasks = new TaskHeap();
  readonly #onError: (thread: VirtualThread, error: unknown) => void;
  #now = 0;
  #order = 0;
  #current: VirtualThread = new VirtualThread('nobody', { clockOffsetMs: 0 });

  constructor(seed: number, onError: (thread: VirtualThread, error: unknown) => void) {
    this.random = new SeededRandom(seed);
    this.#onError = onError;
  }

  /** Milliseconds since the beginning. Never goes back. */
  get now(): number {
    return this.#now;
  }

  /** The thread whose task runs now, with everything that follows from it before the next. */
  get current(): VirtualThread {
    return this.#current;
  }

  /** Milliseconds UTC by the clock of a machine. */
  clockOf({ clockOffsetMs }: Machine): number {
    return Math.floor(EPOCH_MS + this.#now + clockOffsetMs);
  }

  run(thread: VirtualThread, callback: () => void, delayMs = 0): Task {
    const task = new Task(this.#now + Math.max(0, delayMs), this.#order++, thread, callback);
    this.#tasks.push(task);
    return task;
  }

  /** At the end of the current thread's turn, after those that asked before. */
  runNextTurn(callback: () => void): Task {
    const thread = this.#current;
    thread.lastTurnAt = Math.max(thread.lastTurnAt, this.#now + this.someMs(0.3));
    return this.run(thread, callback, thread.lastTurnAt - this.#now);
  }

  /** Resolves in the current thread. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.run(this.#current, resolve, delayMs));
  }

  /** From 0 up to `most`. */
  someMs(most: number): number {
    return this.random.fraction() * most;
  }

  async runUntil(end: number): Promise<void> {
    for (let task = this.#tasks.takeUntil(end); task; task = this.#tasks.takeUntil(end)) {
      this.#now = Math.max(this.#now, task.at);
      if (task.isCancelled || task.thread.isDead) continue;
      if (task.thread.stalledUntil > this.#now) this.#postpone(task);
      else await this.#perform(task);
    }
    this.#now = Math.max(this.#now, end);
  }

  async #perform({ thread, callback }: Task): Promise<void> {
    this.#current = thread;
    try {
      callback();
    } catch (error) {
      this.#onError(thread, error);
    }
    // Everything that promises do until they wait for another task.
    await new Promise((resolve) => realTurn(resolve));
  }

  /** A thread that stands still does everything later, in the same order. */
  #postpone(task: Task): void {
    const later = new Task(
      task.thread.stalledUntil,
      task.order,
      task.thread,
      () => !task.isCancelled && task.callback(),
    );
    this.#tasks.push(later);
  }
}

/** Tasks by time, and by the order in which they were given where times are equal. */
class TaskHeap {
  readonly #tasks: Task[] = [];

  push(task: Task): void {
    const tasks = this.#tasks;
    let index = tasks.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(task, tasks[parent]!)) break;
      tasks[index] = tasks[parent]!;
      index = parent;
    }
    tasks[index] = task;
  }

  takeUntil(end: number): Task | undefined {
    const first = this.#tasks[0];
    if (!first || first.at > end) return undefined;
    const last = this.#tasks.pop()!;
    if (last !== first) this.#sink(last);
    return first;
  }

  #sink(task: Task): void {
    const tasks = this.#tasks;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= tasks.length) break;
      if (child + 1 < tasks.length && isBefore(tasks[child + 1]!, tasks[child]!)) child++;
      if (!isBefore(tasks[child]!, task)) break;
      tasks[index] = tasks[child]!;
      index = child;
    }
    tasks[index] = task;
  }
}

function isBefore(left: Task, right: Task): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
