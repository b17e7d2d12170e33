import type { Command } from './commands.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

// How long commits take while retention deletes a large history in steps and gives back its space, and while nothing else
// happens: `node retention.bench.ts [messages]`. A step is committed together with ten posts, as the ledger does under load.

const POSTS_PER_COMMIT = 10;
const ROOMS = 20;
const DAY_MS = 24 * 60 * 60 * 1_000;
const BODY = 'What everybody says in a room on an ordinary day, about this'.slice(0, 60);

const messages = Number(process.argv[2] ?? 200_000);
await using house = await LedgerHouse.open();
const ada = await house.registers('ada');
const rooms: string[] = [];
for (let index = 0; index < ROOMS; index++) rooms.push(await house.makesRoom(ada, `room ${index}`));
for (const room of rooms) await house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } });
let lastId = 0;
const quietMs: number[] = [];
for (let written = 0; written < messages; written += POSTS_PER_COMMIT) quietMs.push(await timed(posts()));
house.nowMs += 2 * DAY_MS;

const deletingMs: number[] = [];
for (let after: string | undefined = ''; after !== undefined;) {
  const command: Command = { kind: 'expire', after };
  deletingMs.push(
    await timed([command, ...posts()], (value) => {
      after = (value as { next: string | undefined }).next;
    }),
  );
}
const givingBackMs: number[] = [];
for (let isDone = false; !isDone;) {
  const command: Command = { kind: 'give-back-space' };
  givingBackMs.push(
    await timed([command, ...posts()], (value) => {
      ({ isDone } = value as { isDone: boolean });
    }),
  );
}
print('commits of ten posts with nothing beside', quietMs);
print('commits with a step that deletes', deletingMs);
print('commits with a step that gives back space', givingBackMs);

function posts(): readonly Command[] {
  return Array.from({ length: POSTS_PER_COMMIT }, () => {
    const id = `id ${++lastId}`;
    return { kind: 'post', account: ada, room: rooms[lastId % ROOMS]!, id, body: BODY };
  });
}

/** @returns how long the commit took, in milliseconds */
async function timed(commands: readonly Command[], firstAnswer?: (value: unknown) => void): Promise<number> {
  const beganAt = performance.now();
  const [committed] = await house.commit(...commands);
  const tookMs = performance.now() - beganAt;
  const { answer } = committed!.replies[0]!;
  if (!answer.ok) throw new Error(answer.error.code);
  firstAnswer?.(answer.value);
  return tookMs;
}

function print(what: string, timesMs: readonly number[]): void {
  const sorted = timesMs.toSorted((left, right) => left - right);
  const at = (share: number): string => `${sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(2)} ms`;
  process.stdout.write(`${what}: ${sorted.length}, p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}\n`);
}
