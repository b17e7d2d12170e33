import { refused, type Result } from '../result.ts';
import type { AskDown, AskPort, AskUp } from './ask-port.ts';
import { accountOf, type AnswerOf, type Ask, type BoundsOf, type TaskOf, type TaskTable } from './tasks.ts';

const BUSY = refused('busy', { retryAfterMs: 1_000 });

/**
 * A hub worker's end of its questions to the background thread. That thread is away for a second when it has died: until
 * there is another, whatever was asked and is asked is answered `busy`.
 */
export class Asker<T extends TaskTable<T>> implements Disposable {
  readonly #bounds: BoundsOf<T>;
  /** Of each kind the questions that are unanswered: whose they are. */
  readonly #inFlight = new Map<keyof T, (string | undefined)[]>();
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  #port: AskPort<AskUp, AskDown> | undefined;
  #lastId = 0;

  constructor(bounds: BoundsOf<T>) {
    this.#bounds = bounds;
  }

  /** The port to a background thread that has begun. */
  usePort(port: AskPort<AskUp, AskDown>): void {
    this.#giveUpAll();
    this.#port?.close();
    this.#port = port;
    port.on('message', ({ id, result }) => this.#waiting.get(id)?.(result));
    port.on('close', () => {
      if (this.#port !== port) return;
      this.#port = undefined;
      this.#giveUpAll();
    });
  }

  readonly ask: Ask<T> = async <Kind extends keyof T>(
    task: TaskOf<T, Kind>,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<AnswerOf<T, Kind>> => {
    const { timeoutMs } = this.#bounds[task.kind];
    const port = this.#port;
    if (!port || signal?.aborted || this.#isFull(task)) return BUSY;
    const id = ++this.#lastId;
    const leave = this.#enter(task);
    port.postMessage({ id, task });
    return new Promise((resolve) => {
      const giveUp = () => {
        port.postMessage({ id });
        settle(BUSY);
      };
      const settle = (result: Result<unknown>) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.#waiting.delete(id);
        leave();
        resolve(result);
      };
      const timer = setTimeout(giveUp, timeoutMs);
      signal?.addEventListener('abort', giveUp);
      this.#waiting.set(id, settle);
    });
  };

  [Symbol.dispose](): void {
    this.#port?.close();
  }

  #isFull(task: TaskOf<T, keyof T>): boolean {
    const { inFlight, ofOneAccount = inFlight } = this.#bounds[task.kind];
    const accounts = this.#inFlight.get(task.kind) ?? [];
    const account = accountOf<T>(task);
    const own = account === undefined ? [] : accounts.filter((other) => other === account);
    return accounts.length >= inFlight || own.length >= ofOneAccount;
  }

  /** @returns what takes it out again */
  #enter(task: TaskOf<T, keyof T>): () => void {
    const accounts = this.#inFlight.get(task.kind) ?? [];
    this.#inFlight.set(task.kind, accounts);
    const account = accountOf<T>(task);
    accounts.push(account);
    return () => accounts.splice(accounts.indexOf(account), 1);
  }

  #giveUpAll(): void {
    for (const settle of this.#waiting.values()) settle(BUSY);
  }
}
