import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { ClientView } from '@skein/protocol/rest';
import { openHashPort } from '../accounts/hash-port.ts';
import { Asker } from '../background/asker.ts';
import { TASK_BOUNDS, type Tasks } from '../background/tasks.ts';
import { SharedMemoryHubBus, submitWith } from '../bus/shared-memory/hub-bus.ts';
import { clientView } from '../clients/client-view.ts';
import { createApp } from '../http/app.ts';
import type { Services } from '../http/services.ts';
import { createWebServer } from '../http/web-server.ts';
import { Hub } from '../hub/hub.ts';
import { SharedLimits } from '../limits/shared-limits.ts';
import { createLog } from '../log.ts';
import { createAdmission } from '../sockets/admission.ts';
import { Gate } from '../sockets/gate.ts';
import { openSite } from '../site/site.ts';
import type { Submit } from '../ledger/commands.ts';
import { refused } from '../result.ts';
import { openReadStore } from '../storage/sqlite/open.ts';
import { heartbeatLayout, serverState } from './memory.ts';
import type { FromHub, HubWorkerData, ToHub } from './messages.ts';
import { Questions } from './questions.ts';

// The entry of a hub worker: the whole edge on one thread's loop. HTTP and WebSockets come in on the port that all workers
// share; the bus connects it with the ledger and with the other workers.

/** The built page. */
const PAGE_FOLDER = fileURLToPath(new URL('../../../web/dist', import.meta.url));
const HEARTBEAT_INTERVAL_MS = 250;
const PRESENCE_INTERVAL_MS = 500;
const ANSWER_TIMEOUT_MS = 3_000;
/** How long clients may take over coming back: the whole server is away for longer than one worker. */
const SPREAD_MS = { stopping: 4_000, replaced: 1_000 } as const;
const RETRY_MS = 1_000;
/** Of stopping: for what was accepted to be answered, and for clients to answer the close. */
const ANSWERS_WITHIN_MS = 1_500;
const CLOSES_WITHIN_MS = 1_000;
const NOT_READY_FIRST_MS = 60;

const { config, databaseFile, tokenSecret, historyId, port, memory, own, peers, hashPort } =
  workerData as HubWorkerData;
const supervisor = parentPort!;
const log = createLog({ verbose: config.verbose, thread: `hub ${own.threadId}` });
const questions = new Questions();
const now = () => Date.now();
let lastClient = 0;
let leavingFor: 'stopping' | 'replaced' | undefined;

const bus = new SharedMemoryHubBus({ memory, own, peers, onRostersWanted: () => tell({ t: 'want-rosters' }) });
const reads = await openReadStore({ file: databaseFile });
const limits = new SharedLimits(memory.limits, { threadId: own.threadId, slot: own.slot, now });
const hub = new Hub({
  bus,
  reads,
  log,
  now,
  historyId,
  makeClientId: () => `${own.threadId}-${(++lastClient).toString(36)}`,
  onRevoked: (client) => gate.end(client, 'session_ended'),
});
const background = new Asker<Tasks>(TASK_BOUNDS);
const services: Services = {
  config,
  tokenSecret,
  reads,
  submit: submitUnlessLeaving(submitWith(bus)),
  ask: background.ask,
  hasher: openHashPort(hashPort),
  limits,
  log,
  now,
  health: () => serverState(memory),
  clients: { list: askForClients, end: askToEndClient },
};
const gate = new Gate({
  context: { hub, bus, reads, limits, log, historyId, now },
  log,
  admit: createAdmission(services),
});
const site = await openSite({ folder: config.folder, chatFolder: PAGE_FOLDER, log });
const server = createWebServer(config, createApp(services, { site }));
gate.attach(server);

supervisor.on('message', (message: ToHub) => {
  switch (message.t) {
    case 'peer-added':
      bus.addPeer(message.peer);
      return hub.rosterWanted();
    case 'peer-gone':
      bus.removePeer(message.threadId);
      return hub.peerGone(message.slot);
    case 'roster-wanted':
      return hub.rosterWanted();
    case 'new-ledger':
      return bus.useRing(message.ring);
    case 'new-background':
      return background.usePort(message.port);
    case 'list-clients':
      return tell({ t: 'answer', request: message.request, answer: listClients() });
    case 'end-client':
      return tell({ t: 'answer', request: message.request, answer: endClient(message.client) });
    case 'answer':
      return questions.answered(message.request, message.answer);
    case 'stop':
      return void stop(message.reason);
  }
});

const heartbeat = heartbeatLayout.view(own.heartbeat);
setInterval(() => Atomics.add(heartbeat.beats, 0, 1), HEARTBEAT_INTERVAL_MS);
setInterval(() => hub.tick(), PRESENCE_INTERVAL_MS);
bus.run(hub).catch(fail);
await listen();
tell({ t: 'want-rosters' });
tell({ t: 'ready' });

function listen(): Promise<void> {
  const host = config.host === undefined ? {} : { host: config.host };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...host, reusePort: true, backlog: 1_024 }, resolve);
  });
}

/**
 * Nobody new; what was accepted is answered; everybody is told to come back, spread out; then the thread ends. While the
 * whole server stops, the port stays open for those who ask whether it is ready; a replaced worker has a successor there.
 */
async function stop(reason: 'stopping' | 'replaced'): Promise<void> {
  leavingFor = reason;
  if (reason === 'replaced') server.close();
  gate.takeNoMore();
  // Whoever asks whether the server is ready hears no before clients are told: that takes a while where they are many.
  if (reason === 'stopping') await sleep(NOT_READY_FIRST_MS);
  await until(() => bus.pending === 0, ANSWERS_WITHIN_MS);
  hub.flush();
  await gate.endAll(reason, SPREAD_MS[reason]);
  await until(() => gate.size === 0, CLOSES_WITHIN_MS);
  server.close();
  gate[Symbol.dispose]();
  server.closeAllConnections();
  bus.stop();
  await reads[Symbol.asyncDispose]();
  process.exit(0);
}

/** Of what comes over HTTP; what comes over a WebSocket the gate drops. */
function submitUnlessLeaving(submit: Submit): Submit {
  return (command) => (leavingFor ? Promise.resolve(refused(leavingFor, { retryAfterMs: RETRY_MS })) : submit(command));
}

async function until(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = now() + timeoutMs;
  while (!isDone() && now() < deadline) await sleep(5);
}

function listClients(): readonly ClientView[] {
  return [...hub.clients.values()].map((client) => clientView(client, own.threadId));
}

function endClient(id: string): boolean {
  const client = hub.clients.get(id);
  if (client) gate.end(client, 'ended_by_operator');
  return client !== undefined;
}

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
