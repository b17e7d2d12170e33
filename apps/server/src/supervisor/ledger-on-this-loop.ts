import type { Answer, Command, CommandKind, CommandOf } from '../ledger/commands.ts';
import { openLedger } from '../workers/ledger-run.ts';
import type { HubMemory } from '../workers/memory.ts';
import type { RunningLedger, RunningLedgerOptions } from './running-ledger.ts';

/** The ledger on the supervisor's own loop. Each commit holds up everything else on it. */
export class LedgerOnThisLoop implements RunningLedger {
  readonly ready: Promise<void>;
  readonly #opened: ReturnType<typeof openLedger>;
  readonly #ended: Promise<void>;

  constructor({ log, onExit, ...data }: RunningLedgerOptions) {
    this.#opened = openLedger(data, log);
    this.ready = this.#opened.then(() => undefined);
    this.#ended = this.#opened.then(({ run }) => run());
    this.#ended.catch((error: unknown) => {
      log.error({ err: error }, 'the ledger failed');
      onExit(1);
    });
  }

  addHub(hub: HubMemory): void {
    void this.#opened.then(({ bus }) => bus.addHub(hub));
  }

  async forgetHub({ threadId }: HubMemory): Promise<void> {
    const { bus } = await this.#opened;
    return new Promise((resolve) => bus.forgetHub(threadId, resolve));
  }

  async submit<K extends CommandKind>(command: CommandOf<K>): Promise<Answer<K>> {
    const { bus } = await this.#opened;
    return new Promise((resolve) => bus.submitOwn(command as Command, resolve));
  }

  async stop(): Promise<void> {
    const { stop } = await this.#opened;
    stop();
    await this.#ended;
  }
}
