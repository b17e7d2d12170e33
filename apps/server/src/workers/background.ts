import { workerData } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWorkerData } from './messages.ts';

// The entry of the background thread. It lets a starting server serve first: what is asked meanwhile waits in its ports.

await sleep((workerData as BackgroundWorkerData).beginAfterMs);
await import('./background-run.ts');
