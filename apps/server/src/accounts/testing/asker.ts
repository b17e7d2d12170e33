import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openHashPort } from '../hash-port.ts';

// A worker that asks for many hashes at once and then waits for its end.

const { port, count } = workerData as { readonly port: MessagePort; readonly count: number };
const hasher = openHashPort(port);
for (let index = 0; index < count; index++) void hasher.hash('x');
parentPort!.postMessage('asked');
