import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { makeClientId } from '@skein/protocol/client-id';
import type { LedgerStore } from '../store.ts';
import { checkpoint } from './checkpoint.ts';
import { openLedgerStore } from './open-ledger-store.ts';

// How long commits take while another thread moves a large log into the database, and while nothing else happens:
// `node checkpoint.bench.ts [commits in the log] [rounds]`. Each commit stores ten posts.

const POSTS_PER_COMMIT = 10;
const ROOMS = 200;
const BODY = 'What everybody says in a room on an ordinary day, about this'.slice(0, 60);
const PAGE_BYTES = 4_096;

if (isMainThread) await main();
else checkpointWhenTold(workerData as string);

async function main(): Promise<void> {
  const commits = Number(process.argv[2] ?? 4_000);
  const rounds = Number(process.argv[3] ?? 5);
  const folder = mkdtempSync(join(tmpdir(), 'skein-checkpoint-'));
  const file = join(folder, 'skein.db');
  const worker = new Worker(new URL(import.meta.url), { workerData: file });
  try {
    await using store = await openLedgerStore({ file });
    await makeRooms(store);
    const quiet: number[] = [];
    const beside: number[] = [];
    const checkpointsMs: number[] = [];
    let pages = 0;
    for (let round = 0; round < rounds; round++) {
      for (let count = 0; count < commits; count++) quiet.push(await commit(store));
      const moved = once(worker);
      const beganAt = performance.now();
      worker.postMessage('checkpoint');
      let isOver = false;
      void moved.then((result) => {
        isOver = true;
        pages += result.moved;
      });
      while (!isOver) beside.push(await commit(store));
      checkpointsMs.push(performance.now() - beganAt);
    }
    print('commits with nothing beside', quiet);
    const megabytes = Math.round((pages * PAGE_BYTES) / rounds / 1024 / 1024);
    print(`commits beside checkpoints of ${megabytes} MB each`, beside);
    print('checkpoints', checkpointsMs);
  } finally {
    await worker.terminate();
    rmSync(folder, { recursive: true });
  }
}

function checkpointWhenTold(file: string): void {
  parentPort!.on('message', () => parentPort!.postMessage(checkpoint(file)));
}

/** @returns how long it took, in milliseconds; between commits the thread may hear of other things */
async function commit(store: LedgerStore): Promise<number> {
  const beganAt = performance.now();
  await store.transact(async (transaction) => {
    for (let count = 0; count < POSTS_PER_COMMIT; count++) {
      const id = makeClientId(Date.now(), crypto.getRandomValues(new Uint8Array(6)));
      const room = roomId(Math.floor(Math.random() * ROOMS));
      await transaction.appendMessage({
        room,
        author: 'ada',
        id,
        body: BODY,
        files: [],
        fromServer: false,
        now: Date.now(),
      });
    }
  });
  const tookMs = performance.now() - beganAt;
  await new Promise((resolve) => setImmediate(resolve));
  return tookMs;
}

async function makeRooms(store: LedgerStore): Promise<void> {
  await store.transact(async (transaction) => {
    const names = { login: 'ada', loginKey: 'ada', skeleton: 'ada', name: 'ada', passwordHash: '' };
    await transaction.createAccount({ id: 'ada', kind: 'person', role: 'member', createdAt: 0, ...names });
    for (let index = 0; index < ROOMS; index++) {
      const id = roomId(index);
      await transaction.createRoom({ id, kind: 'public', lobby: false, name: id, nameKey: id, createdAt: 0 });
    }
  });
}

function roomId(index: number): string {
  return `room-${String(index).padStart(11, '0')}`;
}

function once(worker: Worker): Promise<{ readonly moved: number }> {
  return new Promise((resolve) => worker.once('message', resolve));
}

function print(what: string, timesMs: readonly number[]): void {
  const sorted = timesMs.toSorted((left, right) => left - right);
  const at = (share: number): string => `${sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(2)} ms`;
  process.stdout.write(`${what}: ${sorted.length}, p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}\n`);
}
