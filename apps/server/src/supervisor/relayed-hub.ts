import type { MessagePort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from '../accounts/hash-port.ts';
import type { AskDown } from '../background/ask-port.ts';
import type { Up } from '../bus/ipc/messages.ts';
import { entryOf } from '../places.ts';
import type { FromAnyHub, FromRelayedHub, RelayedHubData, ToRelayedHub } from '../workers/messages.ts';
import { RelayedPort } from '../workers/relayed-port.ts';
import { ChildProcess } from './child-process.ts';
import type { EdgeHostOptions } from './edge-host.ts';
import type { RunningHub } from './hubs.ts';
import type { Shell } from './shell.ts';
import { Thread } from './thread.ts';

export type StartShell = (options: {
  readonly entry: URL;
  readonly name: string;
  readonly log: EdgeHostOptions['log'];
  readonly onMessage: (message: FromRelayedHub) => void;
}) => Shell<ToRelayedHub>;

/** One connection makes little garbage: a small young generation saves 8 MiB each. Half of this would save 3 more, and cost a start 25 ms. */
export const inThread: StartShell = (options) => new Thread({ ...options, workerData: {}, youngMb: 6 });
export const inProcess: StartShell = (options) => new ChildProcess(options);

export interface RelayedHubOptions {
  readonly host: Pick<EdgeHostOptions, 'log' | 'hashQueue' | 'connectToBackground'>;
  readonly startShell: StartShell;
  readonly begin: RelayedHubData;
  readonly onBus: (up: Up) => void;
  readonly onMessage: (message: FromAnyHub) => void;
}

/** A hub worker that shares no memory with anybody, as the supervisor sees it. All it needs comes and goes in messages. */
export class RelayedHub implements RunningHub {
  readonly id: number;
  readonly shell: Shell<ToRelayedHub>;
  readonly #options: RelayedHubOptions;
  readonly #hash = new RelayedPort<HashAnswer, HashRequest>((answer) => this.shell.send({ t: 'hash', answer }));
  #background: MessagePort | undefined;
  #beats = 0;

  constructor(options: RelayedHubOptions) {
    const { host, startShell, begin } = options;
    this.#options = options;
    this.id = begin.worker;
    this.shell = startShell({
      entry: entryOf('workers/relayed-hub'),
      name: `hub ${this.id}`,
      log: host.log,
      onMessage: (message) => this.#heard(message),
    });
    this.shell.send({ t: 'begin', begin });
    host.hashQueue.serve(this.#hash);
    this.connectToBackground();
    void this.shell.exited.then(() => {
      this.#hash.close();
      this.#background?.close();
    });
  }

  beats(): number {
    return this.#beats;
  }

  connectToBackground(): void {
    this.#background?.close();
    this.#background = this.#options.host.connectToBackground();
    if (!this.#background) return;
    this.shell.send({ t: 'new-background' });
    this.#background.on('message', (answer: AskDown) => this.shell.send({ t: 'background', answer }));
  }

  #heard(message: FromRelayedHub): void {
    this.#beats++;
    switch (message.t) {
      case 'bus':
        return this.#options.onBus(message.up);
      case 'hash':
        return this.#hash.receive(message.request);
      case 'background':
        return this.#background?.postMessage(message.question);
      case 'answer':
      case 'ask-clients':
      case 'ask-end-client':
        return this.#options.onMessage(message);
      case 'ready':
      case 'beat':
    }
  }
}
