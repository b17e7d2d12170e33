import type { Socket } from 'node:net';
import { isMainThread, parentPort } from 'node:worker_threads';
import type { FromRelayedHub, ToRelayedHub } from './messages.ts';

/** How a hub worker that shares no memory speaks with the supervisor, from a thread or from a process. */
export interface SupervisorLine {
  send(message: FromRelayedHub): void;
  onMessage(listener: (message: ToRelayedHub) => void): void;
  /** Ends this thread or process once everything said has left. */
  hangUp(): void;
}

export function openSupervisorLine(): SupervisorLine {
  return isMainThread ? processLine() : threadLine(parentPort!);
}

function threadLine(port: NonNullable<typeof parentPort>): SupervisorLine {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    hangUp: () => process.exit(0),
  };
}

/** A process ends with the supervisor's, and not before: a Ctrl-C on the terminal reaches it too, but is not for it to decide on. */
function processLine(): SupervisorLine {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit(0));
  return {
    send: (message) => void (process.connected && process.send!(message)),
    onMessage: (listener) =>
      void process.on('message', (message, socket) => {
        const heard = message as ToRelayedHub;
        listener(heard.t === 'connection' ? { ...heard, socket: socket as Socket } : heard);
      }),
    hangUp: () => {
      if (process.connected) process.send!({ t: 'beat' } satisfies FromRelayedHub, () => process.exit(0));
      else process.exit(0);
    },
  };
}
