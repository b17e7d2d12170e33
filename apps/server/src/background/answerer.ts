import { FairQueue } from '../fair-queue.ts';
import type { Log } from '../log.ts';
import { refused, type Result } from '../result.ts';
import type { AskDown, AskPort, AskUp } from './ask-port.ts';
import { accountOf, type BoundsOf, type Handlers, type TaskOf, type TaskTable } from './tasks.ts';

type Port = AskPort<AskDown, AskUp>;

interface Question<T extends TaskTable<T>> {
  readonly task: TaskOf<T, keyof T>;
  /** Aborted when nobody wants the answer any more. */
  readonly signal: AbortSignal;
  readonly answer: (result: Result<unknown>) => void;
}

interface Lane<T extends TaskTable<T>> {
  /** An asker's own bounds keep it short. */
  readonly waiting: FairQueue<Port | string, Question<T>>;
  running: number;
}

export interface AnswererOptions<T extends TaskTable<T>> {
  readonly handlers: Handlers<T>;
  readonly bounds: BoundsOf<T>;
  readonly log: Log;
}

/**
 * The background thread's end: questions of all hub workers, each kind by itself and in turn between the accounts that they are
 * of, or, where that is not said, between the workers. One that nobody wants any more is dropped where it waits; where it runs, its handler is told.
 */
export class Answerer<T extends TaskTable<T>> {
  readonly #options: AnswererOptions<T>;
  readonly #lanes = new Map<keyof T, Lane<T>>();

  constructor(options: AnswererOptions<T>) {
    this.#options = options;
  }

  /** Answers an Asker at the other end until it closes. */
  serve(port: Port): void {
    const unanswered = new Map<number, AbortController>();
    port.on('message', ({ id, task }) => {
      if (!task) return unanswered.get(id)?.abort();
      const nobodyWantsIt = new AbortController();
      unanswered.set(id, nobodyWantsIt);
      const answer = (result: Result<unknown>) => {
        unanswered.delete(id);
        if (!nobodyWantsIt.signal.aborted) port.postMessage({ id, result });
      };
      this.#take(port, { task: task as TaskOf<T, keyof T>, signal: nobodyWantsIt.signal, answer });
    });
    port.on('close', () => {
      for (const nobodyWantsIt of unanswered.values()) nobodyWantsIt.abort();
    });
  }

  #take(port: Port, question: Question<T>): void {
    const { kind } = question.task;
    const lane = this.#lanes.get(kind) ?? { waiting: new FairQueue<Port | string, Question<T>>(Infinity), running: 0 };
    this.#lanes.set(kind, lane);
    lane.waiting.push(accountOf<T>(question.task) ?? port, question);
    this.#startIn(lane, kind);
  }

  #startIn(lane: Lane<T>, kind: keyof T): void {
    while (lane.running < this.#options.bounds[kind].atOnce) {
      const question = lane.waiting.shift();
      if (!question) return;
      lane.running++;
      void this.#run(question).then((result) => {
        lane.running--;
        question.answer(result);
        this.#startIn(lane, kind);
      });
    }
  }

  async #run({ task, signal }: Question<T>): Promise<Result<unknown>> {
    if (signal.aborted) return refused('busy');
    try {
      return await this.#options.handlers[task.kind](task, signal);
    } catch (error) {
      this.#options.log.error({ err: error, task: String(task.kind) }, 'a task failed');
      return refused('internal');
    }
  }
}
