import { parentPort, workerData } from 'node:worker_threads';
import type { ClientView } from '@skein/protocol/rest';
import { openHashPort } from '../accounts/hash-port.ts';
import { Asker } from '../background/asker.ts';
import { TASK_BOUNDS, type Tasks } from '../background/tasks.ts';
import { SharedMemoryHubBus } from '../bus/shared-memory/hub-bus.ts';
import { SharedLimits } from '../limits/shared-limits.ts';
import { keepCompiled } from '../keep-compiled.ts';
import { createLog } from '../log.ts';
import { openReadStore } from '../storage/sqlite/open-read-store.ts';
import { Edge } from './edge.ts';
import { heartbeatLayout, serverState } from './memory.ts';
import type { FromHub, HubWorkerData, ToHub } from './messages.ts';
import { Questions } from './questions.ts';

// The entry of a hub worker: the whole edge on one thread's loop. HTTP and WebSockets come in on the port that all workers
// share; shared memory connects it with the ledger and with the other workers.

const HEARTBEAT_INTERVAL_MS = 250;
const ANSWER_TIMEOUT_MS = 3_000;

const { config, databaseFile, tokenSecret, historyId, port, memory, own, peers, hashPort } =
  workerData as HubWorkerData;
const supervisor = parentPort!;
const log = createLog({ verbose: config.verbose, thread: `hub ${own.threadId}` });
const questions = new Questions();
const background = new Asker<Tasks>(TASK_BOUNDS);

const bus = new SharedMemoryHubBus({ memory, own, peers, onRostersWanted: () => tell({ t: 'want-rosters' }) });
const edge = await Edge.open({
  config,
  tokenSecret,
  historyId,
  worker: own.threadId,
  bus,
  reads: await openReadStore({ file: databaseFile }),
  limits: new SharedLimits(memory.limits, { threadId: own.threadId, slot: own.slot, now: Date.now }),
  ask: background.ask,
  hasher: openHashPort(hashPort),
  health: () => serverState(memory),
  clients: { list: askForClients, end: askToEndClient },
  log,
  onFailed: fail,
});

supervisor.on('message', (message: ToHub) => {
  switch (message.t) {
    case 'peer-added':
      bus.addPeer(message.peer);
      return edge.hub.rosterWanted();
    case 'peer-gone':
      bus.removePeer(message.threadId);
      return edge.hub.peerGone(message.slot);
    case 'roster-wanted':
      return edge.hub.rosterWanted();
    case 'new-ledger':
      return bus.useRing(message.ring);
    case 'new-background':
      return background.usePort(message.port);
    case 'list-clients':
      return tell({ t: 'answer', request: message.request, answer: edge.listClients() });
    case 'end-client':
      return tell({ t: 'answer', request: message.request, answer: edge.endClient(message.client) });
    case 'answer':
      return questions.answered(message.request, message.answer);
    case 'stop':
      return void edge.leave(message.reason).then(() => process.exit(0));
  }
});

const heartbeat = heartbeatLayout.view(own.heartbeat);
setInterval(() => Atomics.add(heartbeat.beats, 0, 1), HEARTBEAT_INTERVAL_MS);
await edge.listen(port);
tell({ t: 'want-rosters' });
tell({ t: 'ready' });
keepCompiled();

function askForClients(): Promise<readonly ClientView[]> {
  const options = { timeoutMs: ANSWER_TIMEOUT_MS, fallback: [] };
  return questions.ask<readonly ClientView[]>((request) => tell({ t: 'ask-clients', request }), options);
}

function askToEndClient(client: string): Promise<boolean> {
  const options = { timeoutMs: ANSWER_TIMEOUT_MS, fallback: false };
  return questions.ask<boolean>((request) => tell({ t: 'ask-end-client', request, client }), options);
}

function tell(message: FromHub): void {
  supervisor.postMessage(message);
}

/** A worker whose bus has failed serves nobody; the supervisor starts another. */
function fail(error: unknown): never {
  log.error({ err: error }, 'the bus failed');
  process.exit(1);
}
