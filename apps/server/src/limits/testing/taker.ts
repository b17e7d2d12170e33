import { parentPort, workerData } from 'node:worker_threads';
import type { RateName } from '../limits.ts';
import { SharedLimits, type LimitsMemory } from '../shared-limits.ts';

// A thread that takes from one rate as fast as it can, beginning when all three of its kind are there.

interface TakerData {
  readonly memory: LimitsMemory;
  readonly threadId: number;
  readonly now: number;
  readonly gate: Int32Array;
  readonly rate: RateName;
  readonly attempts: number;
}

const { memory, threadId, now, gate, rate, attempts } = workerData as TakerData;
const limits = new SharedLimits(memory, { threadId, slot: threadId, now: () => now });

Atomics.add(gate, 0, 1);
Atomics.notify(gate, 0);
for (let here = Atomics.load(gate, 0); here < 3; here = Atomics.load(gate, 0)) Atomics.wait(gate, 0, here);

let taken = 0;
for (let attempt = 0; attempt < attempts; attempt++) if (limits.take(rate, 'shared').ok) taken++;
parentPort!.postMessage(taken);
