import type { ClientView } from '@skein/protocol/rest';
import type { Log } from '../log.ts';
import type { FromAnyHub, ToAnyHub } from '../workers/messages.ts';
import { Questions } from '../workers/questions.ts';
import type { Shell } from './shell.ts';

/** A worker that does not answer in this time is left out of a list of clients. */
const ANSWER_TIMEOUT_MS = 2_000;
const HEARTBEAT_CHECK_MS = 1_000;
/** Checks without a heartbeat after which a worker counts as stuck: one that runs, and one that is still starting. */
const MISSED_HEARTBEATS = { running: 10, starting: 60 };

/** A hub worker, whatever it runs in. */
export interface RunningHub {
  /** Never given again. */
  readonly id: number;
  readonly shell: Shell<ToAnyHub>;
  /** Goes up as long as its loop turns. */
  beats(): number;
}

interface Watch<Hub> {
  readonly hub: Hub;
  lastBeats: number;
  missedHeartbeats: number;
}

/** The hub workers that run now: asks all of them, answers each, ends those that are stuck, and stops them together. */
export class Hubs<Hub extends RunningHub = RunningHub> {
  readonly #log: Log;
  readonly #watches = new Map<number, Watch<Hub>>();
  readonly #questions = new Questions();
  readonly #timer: NodeJS.Timeout;

  constructor(log: Log) {
    this.#log = log;
    this.#timer = setInterval(() => this.#checkHeartbeats(), HEARTBEAT_CHECK_MS);
  }

  get size(): number {
    return this.#watches.size;
  }

  add(hub: Hub): void {
    this.#watches.set(hub.id, { hub, lastBeats: 0, missedHeartbeats: 0 });
    void hub.shell.exited.then(() => this.#watches.delete(hub.id));
  }

  *[Symbol.iterator](): Iterator<Hub> {
    for (const { hub } of this.#watches.values()) yield hub;
  }

  /** Clients of every worker that answers. */
  async listClients(): Promise<readonly ClientView[]> {
    return (await this.#askAll<readonly ClientView[]>({ t: 'list-clients' }, [])).flat();
  }

  async endClient(client: string): Promise<boolean> {
    return (await this.#askAll({ t: 'end-client', client }, false)).includes(true);
  }

  heard(from: number, message: FromAnyHub): void {
    const answer = (request: number, value: unknown) =>
      this.#watches.get(from)?.hub.shell.send({ t: 'answer', request, answer: value });
    switch (message.t) {
      case 'answer':
        return this.#questions.answered(message.request, message.answer);
      case 'ask-clients':
        return void this.listClients().then((clients) => answer(message.request, clients));
      case 'ask-end-client':
        return void this.endClient(message.client).then((ended) => answer(message.request, ended));
    }
  }

  async stop(timeoutMs: number): Promise<void> {
    clearInterval(this.#timer);
    const shells = [...this].map(({ shell }) => shell);
    for (const shell of shells) shell.send({ t: 'stop', reason: 'stopping' });
    await Promise.all(shells.map((shell) => shell.join(timeoutMs)));
  }

  #askAll<T>(question: { t: 'list-clients' } | { t: 'end-client'; client: string }, fallback: T): Promise<T[]> {
    const ask = ({ shell }: Hub) => {
      const send = (request: number) => shell.send({ ...question, request });
      const answer = this.#questions.ask<T>(send, { timeoutMs: ANSWER_TIMEOUT_MS, fallback });
      return Promise.race([answer, shell.exited.then(() => fallback)]);
    };
    return Promise.all([...this].map(ask));
  }

  #checkHeartbeats(): void {
    for (const watch of this.#watches.values()) {
      const { hub, lastBeats } = watch;
      const beats = hub.beats();
      watch.missedHeartbeats = beats === lastBeats ? watch.missedHeartbeats + 1 : 0;
      watch.lastBeats = beats;
      if (watch.missedHeartbeats < MISSED_HEARTBEATS[beats === 0 ? 'starting' : 'running']) continue;
      this.#log.error({ worker: hub.id }, 'a hub worker is stuck; ending it');
      watch.missedHeartbeats = 0;
      hub.shell.terminate();
    }
  }
}
