import { refused, type Result } from '../result.ts';
import type { AskDown, AskPort, AskUp } from './ask-port.ts';
import type { AnswerOf, Ask, BoundsOf, TaskOf, TaskTable } from './tasks.ts';

const BUSY = refused('busy', { retryAfterMs: 1_000 });

/**
 * A hub worker's end of its questions to the background thread. That thread is away for a second when it has died: until
 * there is another, whatever was asked and is asked is answered `busy`.
 */
export class Asker<T extends TaskTable<T>> implements Disposable {
  readonly #bounds: BoundsOf<T>;
  readonly #inFlight = new Map<keyof T, number>();
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
    const { inFlight, timeoutMs } = this.#bounds[task.kind];
    const port = this.#port;
    const unanswered = this.#inFlight.get(task.kind) ?? 0;
    if (!port || signal?.aborted || unanswered >= inFlight) return BUSY;
    const id = ++this.#lastId;
    this.#inFlight.set(task.kind, unanswered + 1);
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
        this.#inFlight.set(task.kind, this.#inFlight.get(task.kind)! - 1);
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

  #giveUpAll(): void {
    for (const settle of this.#waiting.values()) settle(BUSY);
  }
}
