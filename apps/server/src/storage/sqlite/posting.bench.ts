import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClientId } from '@skein/protocol/client-id';
import type { LedgerStore } from '../store.ts';
import { checkpoint } from './checkpoint.ts';
import { openLedgerStore } from './open-ledger-store.ts';

// How many posts a second one writer stores durably, by posts per commit: `node posting.bench.ts [seconds per figure]`.
// 50 rooms, 200 authors at random, bodies of 60 characters; a checkpoint (not timed) every half second.

const ROOMS = 50;
const AUTHORS = 200;
const BODY = 'What everybody says in a room on an ordinary day, about this'.slice(0, 60);
const CHECKPOINT_INTERVAL_MS = 500;
const seconds = Number(process.argv[2] ?? 3);

const folder = mkdtempSync(join(tmpdir(), 'skein-posting-'));
try {
  for (const batch of [1, 10, 100, 1_000]) await measure(batch);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(batch: number): Promise<void> {
  const file = join(folder, `${batch}.db`);
  await using store = await openLedgerStore({ file });
  await populate(store);
  const cpu = process.cpuUsage();
  let elapsedMs = 0;
  let checkpointAtMs = CHECKPOINT_INTERVAL_MS;
  let posts = 0;
  while (elapsedMs < seconds * 1_000) {
    const began = performance.now();
    await post(store, batch);
    elapsedMs += performance.now() - began;
    posts += batch;
    if (elapsedMs < checkpointAtMs) continue;
    checkpoint(file);
    checkpointAtMs += CHECKPOINT_INTERVAL_MS;
  }
  const { user, system } = process.cpuUsage(cpu);
  const rate = Math.round(posts / (elapsedMs / 1_000));
  const [wall, busy] = [(elapsedMs * 1_000) / posts, (user + system) / posts].map((micros) => micros.toFixed(1));
  process.stdout.write(`${batch} to a commit: ${rate} posts/s, ${wall} µs each, ${busy} µs of CPU with checkpoints\n`);
}

async function populate(store: LedgerStore): Promise<void> {
  await store.transact(async (transaction) => {
    for (let index = 0; index < AUTHORS; index++) {
      const login = authorId(index);
      const names = { login, loginKey: login, skeleton: login, name: login, passwordHash: '' };
      await transaction.createAccount({ id: login, kind: 'person', role: 'member', createdAt: 0, ...names });
    }
    for (let index = 0; index < ROOMS; index++) {
      const id = roomId(index);
      await transaction.createRoom({ id, kind: 'public', lobby: false, name: id, nameKey: id, createdAt: 0 });
    }
  });
}

function post(store: LedgerStore, batch: number): Promise<void> {
  return store.transact(async (transaction) => {
    for (let count = 0; count < batch; count++) {
      const author = authorId(Math.floor(Math.random() * AUTHORS));
      const room = roomId(Math.floor(Math.random() * ROOMS));
      const id = makeClientId(
        Date.now(),
        Uint8Array.from({ length: 6 }, () => Math.random() * 256),
      );
      await transaction.account(author);
      await transaction.roleIn(room, author);
      await transaction.appendMessage({ room, author, id, body: BODY, files: [], fromServer: false, now: Date.now() });
    }
  });
}

/** As long as real ids are. */
function authorId(index: number): string {
  return `author-${String(index).padStart(9, '0')}`;
}

function roomId(index: number): string {
  return `room-${String(index).padStart(11, '0')}`;
}
