import { availableParallelism } from 'node:os';
import type { AskPort } from '../background/ask-port.ts';
import { accepted, refused, type Result } from '../result.ts';
import { COSTS, hashPassword, isOutdated, madeUpHash, verifyPassword, type Argon2Costs } from './argon2id.ts';
import { FairQueue } from '../fair-queue.ts';
import type { HashAnswer, HashRequest } from './hash-port.ts';
import type { PasswordHasher } from './password-hasher.ts';

export interface HashQueueOptions {
  /** Hashes at a time. libuv's pool is shared by all threads: with more, everybody's file reads wait. */
  readonly inFlight: number;
  /** Hashes that may wait; the next is refused as `busy`. */
  readonly capacity: number;
  readonly costs: Argon2Costs;
  /** A clock that never goes back, in milliseconds. */
  readonly clock: () => number;
}

const defaults: HashQueueOptions = {
  inFlight: Math.max(1, Math.floor(availableParallelism() / 2)),
  capacity: 200,
  costs: COSTS,
  clock: () => performance.now(),
};

type Port = AskPort<HashAnswer, HashRequest>;
/** Who asks: a hub worker's port, or the main thread itself. */
type Source = Port | 'main';

interface Job {
  readonly run: () => Promise<void>;
  readonly refuse: (refusal: ReturnType<typeof refused>) => void;
}

/** How much the newest hash counts in the measured mean. */
const SMOOTHING = 0.2;
/** Until one was measured. */
const GUESSED_HASH_MS = 25;

/** The one place where passwords are hashed: a bounded queue on the main thread, fair between hub workers. */
export class HashQueue implements PasswordHasher {
  readonly #options: HashQueueOptions;
  readonly #queue: FairQueue<Source, Job>;
  readonly #ports = new Set<Port>();
  readonly #madeUpHash: string;
  #inFlight = 0;
  #hashMs = GUESSED_HASH_MS;
  #isClosed = false;

  constructor(options: Partial<HashQueueOptions> = {}) {
    this.#options = { ...defaults, ...options };
    this.#queue = new FairQueue(this.#options.capacity);
    this.#madeUpHash = madeUpHash(this.#options.costs);
  }

  get waiting(): number {
    return this.#queue.size;
  }

  hash(password: string): Promise<Result<string>> {
    return this.#enqueue('main', () => hashPassword(password, this.#options.costs));
  }

  verify(hash: string | undefined, password: string): Promise<Result<{ matches: boolean; outdated: boolean }>> {
    return this.#enqueue('main', () => this.#verify(hash, password));
  }

  /** Answers a hub worker's HashPort at the other end, until it closes; what it still had waiting is forgotten then. */
  serve(port: Port): void {
    this.#ports.add(port);
    port.on('message', (request) => void this.#answer(port, request));
    port.on('close', () => {
      this.#ports.delete(port);
      this.#queue.drop(port);
    });
  }

  /** Refuses all that wait and all that come. */
  close(): void {
    this.#isClosed = true;
    for (const { refuse } of this.#queue.clear()) refuse(refused('stopping'));
    for (const port of this.#ports) port.close();
  }

  async #answer(port: Port, request: HashRequest): Promise<void> {
    const work = () =>
      request.t === 'hash'
        ? hashPassword(request.password, this.#options.costs)
        : this.#verify(request.hash, request.password);
    const answer: HashAnswer = await this.#enqueue<unknown>(port, work).then(
      (result) => ({ id: request.id, result }),
      (error: unknown) => ({ id: request.id, failure: String(error) }),
    );
    port.postMessage(answer);
  }

  async #verify(hash: string | undefined, password: string): Promise<{ matches: boolean; outdated: boolean }> {
    const matches = await verifyPassword(hash || this.#madeUpHash, password);
    return { matches, outdated: matches && isOutdated(hash ?? '', this.#options.costs) };
  }

  #enqueue<T>(source: Source, work: () => Promise<T>): Promise<Result<T>> {
    if (this.#isClosed) return Promise.resolve(refused('stopping'));
    return new Promise((resolve, reject) => {
      const run = () => work().then((value) => resolve(accepted(value)), reject);
      const leftOver = this.#queue.push(source, { run, refuse: resolve });
      leftOver?.refuse(refused('busy', { retryAfterMs: this.#retryAfterMs() }));
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#inFlight < this.#options.inFlight) {
      const job = this.#queue.shift();
      if (!job) return;
      this.#inFlight++;
      void this.#timed(job).then(() => {
        this.#inFlight--;
        this.#pump();
      });
    }
  }

  async #timed({ run }: Job): Promise<void> {
    const startedAt = this.#options.clock();
    await run();
    this.#hashMs += SMOOTHING * (this.#options.clock() - startedAt - this.#hashMs);
  }

  /** When all that wait now will be done. */
  #retryAfterMs(): number {
    return Math.max(1_000, Math.ceil((this.#hashMs * (this.#queue.size + this.#inFlight)) / this.#options.inFlight));
  }
}
