import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openHashPort } from '../accounts/hash-port.ts';
import { openHubBus } from '../bus/shared-memory/hub-bus.ts';
import { clientView } from '../clients/client-view.ts';
import { createApp } from '../http/app.ts';
import type { Services } from '../http/services.ts';
import { HTTP_TIMEOUTS } from '../http/timeouts.ts';
import { Hub } from '../hub/hub.ts';
import { openLimits } from '../limits/shared-limits.ts';
import { createLog } from '../log.ts';
import { admit } from '../sockets/admission.ts';
import { Gate } from '../sockets/gate.ts';
import { openSite } from '../site/site.ts';
import { openReadStore } from '../storage/sqlite/open.ts';
import type { FromHub, HubWorkerData, ToHub } from './messages.ts';
import { serverState } from './memory.ts';
import { Questions } from './questions.ts';

// The entry of a hub worker: the whole edge on one thread's loop. HTTP and WebSockets come in on the port all workers
// share; the bus connects it with the ledger and the other workers.
