import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDurability, tracedBody } from './durability.ts';
import { readTrace } from './trace.ts';

const ID = 'AAAAAAAAAAAAAAA1';
const BODY = tracedBody(1);
const LOG = '22</data/skein.db-wal>';
const SOCKET = '30<TCP:[127.0.0.1:80->127.0.0.1:4000]>';

const header = (pagesAfterCommit: number): string =>
  `7 pwrite64(${LOG}, "${hex(Buffer.from([0, 0, 0, 2, 0, 0, 0, pagesAfterCommit, ...Array<number>(16).fill(0)]))}", 24, 32) = 24`;
const page = `7 pwrite64(${LOG}, "${hex(Buffer.from(`room${ID}${BODY}`))}", 40, 56) = ${`room${ID}${BODY}`.length}`;
const sync = `7 fsync(${LOG}) = 0`;
const ack = sent(`{"t":"ack","id":"${ID}","room":"lobby","seq":1}`);
const event = sent(`{"t":"message","room":"lobby","seq":1,"id":"${ID}","body":"${BODY}"}`);

test('a message that was written, committed and synced before anything was told of it is durable first', async () => {
  assert.deepEqual(await objections([header(0), page, header(2), page, sync, event, ack]), []);
});

test('that a message is refused for now says nothing of it as being there', async () => {
  const refused = sent(`{"t":"refused","id":"${ID}","error":{"code":"busy","retryAfterMs":1000}}`);
  assert.deepEqual(await objections([refused, header(2), page, sync, event, ack]), []);
});

test('other threads may be in the middle of things', async () => {
  const lines = [
    header(2),
    page,
    `7 fsync(${LOG} <unfinished ...>`,
    '8 +++ exited with 0 +++',
    '7 <... fsync resumed>) = 0',
    ack,
  ];
  assert.deepEqual(await objections(lines), []);
});

test('an acknowledgement that leaves before the sync is over is found', async () => {
  const began = `7 fsync(${LOG} <unfinished ...>`;
  const over = '7 <... fsync resumed>) = 0';
  assert.match(await objection([header(2), page, began, ack, over]), /told at 4, and synced only at 5/);
});

test('a message that is shown to others before the sync is found, however late its acknowledgement', async () => {
  assert.match(await objection([header(2), page, event, sync, ack]), /told at 3, and synced only at 4/);
});

test('a sync that began before the transaction was written counts for nothing, nor does one of another file, or one that failed', async () => {
  const began = `9 fsync(${LOG} <unfinished ...>`;
  const over = '9 <... fsync resumed>) = 0';
  assert.match(await objection([began, header(2), page, over, ack]), /never synced/);
  assert.match(await objection([header(2), page, '7 fsync(21</data/skein.db>) = 0', ack]), /never synced/);
  assert.match(
    await objection([header(2), page, `7 fsync(${LOG}) = -1 EIO (Input/output error)`, ack]),
    /never synced/,
  );
});

test('a transaction that did not end in the log, or was not written at all, is found', async () => {
  assert.match(await objection([header(0), page, sync, ack]), /its transaction never ended/);
  assert.match(await objection([header(2), sync, ack]), /never written to the log/);
  assert.match(await objection([header(2), page, sync]), /acknowledgement was not found/);
});

async function objection(lines: readonly string[]): Promise<string> {
  return (await objections(lines)).join('\n');
}

async function objections(lines: readonly string[]): Promise<readonly string[]> {
  async function* given(): AsyncIterable<string> {
    yield* lines;
  }
  return (await judgeDurability(readTrace(given()), [{ id: ID, body: BODY }])).objections;
}

function sent(text: string): string {
  return `8 writev(${SOCKET}, [{iov_base="${hex(Buffer.from('\x81\x7e'))}", iov_len=2}, {iov_base="${hex(Buffer.from(text))}", iov_len=9}], 2) = 9`;
}

function hex(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
