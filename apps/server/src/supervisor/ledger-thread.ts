import type { Answer, Command, CommandKind, CommandOf } from '../ledger/commands.ts';
import type { Log } from '../log.ts';
import { entryOf } from '../places.ts';
import { refused } from '../result.ts';
import type { HubMemory } from '../workers/memory.ts';
import type { FromLedger, LedgerWorkerData, ToLedger } from '../workers/messages.ts';
import { Questions } from '../workers/questions.ts';
import type { RunningLedger, RunningLedgerOptions } from './running-ledger.ts';
import { Thread } from './thread.ts';

const ANSWER_TIMEOUT_MS = 10_000;

/** The ledger on a thread of its own. */
export class LedgerThread implements RunningLedger {
  readonly #thread: Thread<ToLedger, FromLedger>;
  readonly #questions = new Questions();
  readonly #forgotten = new Map<number, () => void>();
  readonly #log: Log;

  constructor({ log, onExit, ...data }: RunningLedgerOptions) {
    this.#log = log;
    const workerData: LedgerWorkerData = data;
    const onMessage = (message: FromLedger) => this.#heard(message);
    this.#thread = new Thread<ToLedger, FromLedger>({
      entry: entryOf('workers/ledger'),
      name: 'ledger',
      workerData,
      youngMb: 24,
      log,
      onMessage,
    });
    void this.#thread.exited.then((code) => {
      for (const resolve of this.#forgotten.values()) resolve();
      onExit(code);
    });
  }

  get ready(): Promise<void> {
    return this.#thread.ready;
  }

  addHub(hub: HubMemory): void {
    this.#thread.send({ t: 'hub-added', hub });
  }

  forgetHub({ slot, threadId }: HubMemory): Promise<void> {
    return new Promise((resolve) => {
      this.#forgotten.set(threadId, resolve);
      this.#thread.send({ t: 'hub-gone', slot, threadId });
      void this.#thread.exited.then(() => resolve());
    });
  }

  submit<K extends CommandKind>(command: CommandOf<K>): Promise<Answer<K>> {
    return this.#questions.ask<Answer<K>>(
      (request) => this.#thread.send({ t: 'command', request, command: command as Command }),
      {
        timeoutMs: ANSWER_TIMEOUT_MS,
        fallback: refused('busy', { retryAfterMs: 1_000 }),
      },
    );
  }

  async stop(timeoutMs: number): Promise<void> {
    this.#thread.send({ t: 'stop' });
    await this.#thread.join(timeoutMs);
  }

  #heard(message: FromLedger): void {
    switch (message.t) {
      case 'hub-forgotten':
        this.#forgotten.get(message.threadId)?.();
        this.#forgotten.delete(message.threadId);
        return;
      case 'answer':
        return this.#questions.answered(message.request, message.answer);
      case 'stopped':
        return this.#log.debug({ commits: message.commits, commands: message.commands }, 'the ledger is closed');
      case 'ready':
    }
  }
}
