import type { Socket } from 'node:net';
import type { ClientView } from '@skein/protocol/rest';
import { openHashPort, type HashAnswer, type HashRequest } from '../accounts/hash-port.ts';
import type { AskDown, AskUp } from '../background/ask-port.ts';
import { Asker } from '../background/asker.ts';
import { TASK_BOUNDS, type Tasks } from '../background/tasks.ts';
import { IpcHubBus } from '../bus/ipc/hub-bus.ts';
import { keepCompiled } from '../keep-compiled.ts';
import { createLog } from '../log.ts';
import { openReadStore } from '../storage/sqlite/open-read-store.ts';
import { Edge } from './edge.ts';
import type { RelayedHubData, ToRelayedHub } from './messages.ts';
import { Questions } from './questions.ts';
import { RelayedPort } from './relayed-port.ts';
import { openSupervisorLine } from './supervisor-line.ts';

// The entry of a hub worker that shares no memory, a thread or a process: the whole edge on one loop. Its connections come
// in on a port that several share, or are handed to it; all else goes through the supervisor.

const BEAT_INTERVAL_MS = 500;
const ANSWER_TIMEOUT_MS = 3_000;

const supervisor = openSupervisorLine();
const questions = new Questions();
const background = new Asker<Tasks>(TASK_BOUNDS);
const hash = new RelayedPort<HashRequest, HashAnswer>((request) => supervisor.send({ t: 'hash', request }));
const bus = new IpcHubBus({ send: (up) => supervisor.send({ t: 'bus', up }), now: Date.now });
let backgroundPort: RelayedPort<AskUp, AskDown> | undefined;
let begun: Promise<Edge> | undefined;
let state: RelayedHubData['state'] = 'starting';

supervisor.onMessage((message) => {
  switch (message.t) {
    case 'begin':
      state = message.begin.state;
      begun = begin(message.begin);
      return;
    case 'bus':
      return bus.receive(message.down);
    case 'hash':
      return hash.receive(message.answer);
    case 'new-background':
      backgroundPort = new RelayedPort((question) => supervisor.send({ t: 'background', question }));
      return background.usePort(backgroundPort);
    case 'background':
      return backgroundPort?.receive(message.answer);
    case 'state':
      state = message.state;
      return;
    case 'answer':
      return questions.answered(message.request, message.answer);
    default:
      // In their order, once there is an edge.
      void begun!.then((edge) => obey(edge, message));
  }
});

async function begin({ config, databaseFile, tokenSecret, historyId, worker, port }: RelayedHubData): Promise<Edge> {
  const log = createLog({ verbose: config.verbose, thread: `hub ${worker}` });
  const edge = await Edge.open({
    config,
    tokenSecret,
    historyId,
    worker,
    bus,
    reads: await openReadStore({ file: databaseFile }),
    limits: bus.limits,
    ask: background.ask,
    hasher: openHashPort(hash),
    health: () => state,
    clients: { list: askForClients, end: askToEndClient },
    log,
    onFailed: () => process.exit(1),
  });
  if (port !== undefined) await edge.listen(port);
  setInterval(() => supervisor.send({ t: 'beat' }), BEAT_INTERVAL_MS);
  supervisor.send({ t: 'ready' });
  keepCompiled();
  return edge;
}

function obey(
  edge: Edge,
  message: Extract<ToRelayedHub, { t: 'connection' | 'make-room' | 'list-clients' | 'end-client' | 'stop' }>,
): void {
  switch (message.t) {
    case 'connection':
      return serve(edge, message.socket);
    case 'make-room':
      return edge.closeIdleConnections();
    case 'list-clients':
      return supervisor.send({ t: 'answer', request: message.request, answer: edge.listClients() });
    case 'end-client':
      return supervisor.send({ t: 'answer', request: message.request, answer: edge.endClient(message.client) });
    case 'stop':
      return leave(edge, message.reason);
  }
}

/** The one connection of this worker; without it there is nothing more to do here. */
function serve(edge: Edge, socket: Socket | undefined): void {
  // It may have closed on its way here.
  if (!socket || socket.destroyed) return leave(edge, 'replaced');
  socket.once('close', () => leave(edge, 'replaced'));
  edge.serve(socket);
}

function leave(edge: Edge, reason: 'stopping' | 'replaced'): void {
  void edge.leave(reason).then(() => supervisor.hangUp());
}

function askForClients(): Promise<readonly ClientView[]> {
  const options = { timeoutMs: ANSWER_TIMEOUT_MS, fallback: [] };
  return questions.ask<readonly ClientView[]>((request) => supervisor.send({ t: 'ask-clients', request }), options);
}

function askToEndClient(client: string): Promise<boolean> {
  const options = { timeoutMs: ANSWER_TIMEOUT_MS, fallback: false };
  return questions.ask<boolean>((request) => supervisor.send({ t: 'ask-end-client', request, client }), options);
}
