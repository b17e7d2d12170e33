import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '@skein/protocol/errors';
import type { Attachment } from './attachments.ts';
import { memoryBlobs } from './attachments.ts';
import type { Result } from './rest-client.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { room, World } from './testing/fake-world.ts';
import { Uploads, type UploadsOptions } from './uploads.ts';

const NOT_FOUND = { ok: false, status: 404, error: { code: 'not_found' } } as const;

/** A server that takes uploads, as long as it is not told otherwise. */
class UploadServer {
  readonly uploads = new Map<string, { size: number; bytes: Buffer; description: string }>();
  /** Those in a message: nothing of them changes any more. */
  readonly posted = new Set<string>();
  isAway = false;
  refusal: Refusal | undefined;
  /** Bytes of a piece that come before the connection is cut. */
  cutAfter: number | undefined;

  readonly rest: UploadsOptions['rest'] = {
    createUpload: ({ size }) =>
      this.#answer(() => {
        const id = `upload-${this.uploads.size + 1}`;
        this.uploads.set(id, { size, bytes: Buffer.alloc(0), description: '' });
        return this.#view(id);
      }),
    showUpload: async (id) => (this.uploads.has(id) ? this.#answer(() => this.#view(id)) : NOT_FOUND),
    sendBytes: async (id, offset, blob) => {
      if (!this.uploads.has(id)) return NOT_FOUND;
      const bytes = Buffer.from(await blob.arrayBuffer());
      const upload = this.uploads.get(id);
      if (upload && this.cutAfter !== undefined) {
        upload.bytes = Buffer.concat([upload.bytes, bytes.subarray(0, this.cutAfter)]);
        this.cutAfter = undefined;
        return { ok: false, error: 'offline' };
      }
      return this.#answer(() => {
        assert.equal(offset, upload?.bytes.length, 'no byte is sent twice, none is left out');
        upload!.bytes = Buffer.concat([upload!.bytes, bytes]);
        return this.#view(id);
      });
    },
    describeUpload: async (id, description) =>
      this.posted.has(id) ? NOT_FOUND : this.#answer(() => void (this.uploads.get(id)!.description = description)),
    removeUpload: (id) => this.#answer(() => void this.uploads.delete(id)),
  };

  async #answer<T>(work: () => T): Promise<Result<T>> {
    if (this.isAway) return { ok: false, error: 'offline' };
    if (this.refusal) return { ok: false, status: 400, error: this.refusal };
    return { ok: true, value: work() };
  }

  #view(id: string) {
    const { size, bytes, description } = this.uploads.get(id)!;
    const file = { id, name: id, type: 'text/plain', size, ...(description && { description }) };
    return { id, size, offset: bytes.length, ...(bytes.length === size ? { file } : {}) };
  }
}

function uploadsTo(server: UploadServer, { storage = memoryBlobs(), clock = new FakeClock() } = {}) {
  let seed = 0;
  const { now, setTimer, clearTimer } = clock;
  const randomBytes = (bytes: Uint8Array): Uint8Array => bytes.fill(++seed);
  const report = (error: unknown): never => assert.fail(String(error));
  return new Uploads({ rest: server.rest, platform: { now, setTimer, clearTimer, randomBytes }, storage, report });
}

async function until(isSo: () => boolean, clock?: FakeClock): Promise<void> {
  while (!isSo()) {
    await clock?.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const isWhole = (uploads: Uploads, { key }: Attachment) => uploads.stateOf(key)?.state === 'whole';

test('a file goes in pieces and goes on where a cut has left it', async () => {
  const [server, clock] = [new UploadServer(), new FakeClock()];
  const uploads = uploadsTo(server, { clock });
  const bytes = Uint8Array.from({ length: 700_000 }, (_, index) => index % 251);
  server.cutAfter = 1_000;
  const attachment = uploads.add(new Blob([bytes]), 'big.bin');
  await until(() => server.cutAfter === undefined);
  await until(() => isWhole(uploads, attachment), clock);
  assert.deepEqual(new Uint8Array(server.uploads.get('upload-1')!.bytes), bytes);
  assert.deepEqual(uploads.ready([attachment]), ['upload-1']);
});

test('an empty file is a file too', async () => {
  const uploads = uploadsTo(new UploadServer());
  const attachment = uploads.add(new Blob([]), 'empty');
  await until(() => isWhole(uploads, attachment));
});

test('a description goes along before the message does', async () => {
  const server = new UploadServer();
  const uploads = uploadsTo(server);
  const attachment = { ...uploads.add(new Blob(['x']), 'x.txt'), description: 'an x' };
  await until(() => isWhole(uploads, attachment));
  assert.equal(uploads.ready([attachment]), 'waiting');
  await until(() => Array.isArray(uploads.ready([attachment])));
  assert.equal(server.uploads.get('upload-1')?.description, 'an x');
});

test('what the server will not take is told, and can be tried again', async () => {
  const server = new UploadServer();
  const uploads = uploadsTo(server);
  server.refusal = { code: 'files_full', params: { whose: 'account' } };
  const attachment = uploads.add(new Blob(['x']), 'x.txt');
  await until(() => uploads.stateOf(attachment.key)?.state === 'failed');
  assert.deepEqual(uploads.ready([attachment]), server.refusal);
  server.refusal = undefined;
  uploads.retry(attachment.key);
  await until(() => isWhole(uploads, attachment));
});

test('what is cancelled is gone here and at the server', async () => {
  const server = new UploadServer();
  const uploads = uploadsTo(server);
  const attachment = uploads.add(new Blob(['x']), 'x.txt');
  await until(() => isWhole(uploads, attachment));
  uploads.cancel(attachment.key);
  await until(() => server.uploads.size === 0);
  assert.equal(uploads.stateOf(attachment.key), undefined);
});

test('a message waits for its files, those after it in its room wait for it, and other rooms do not', async () => {
  const [server, clock] = [new UploadServer(), new FakeClock()];
  const uploads = uploadsTo(server, { clock });
  const world = new World({ clock, uploads });
  await world.goLive([room('lobby'), room('tea')]);
  server.isAway = true;
  const attachment = uploads.add(new Blob(['x']), 'x.txt');
  const { id } = world.client.post('tea', '', { attachments: [attachment] });
  world.client.post('tea', 'second');
  world.client.post('lobby', 'elsewhere');
  await until(() => posted(world).length > 0);
  assert.deepEqual(posted(world), ['elsewhere']);
  server.isAway = false;
  await until(() => posted(world).length === 3, clock);
  assert.deepEqual(posted(world), ['elsewhere', '', 'second']);
  const frame = world.socket.sent.find((sent) => sent.t === 'post' && sent.id === id);
  assert.deepEqual(frame?.t === 'post' && frame.files, ['upload-1']);
  world.socket.deliver({ t: 'ack', id, room: 'tea', seq: 2, n: 1, at: 0 });
  assert.equal(uploads.stateOf(attachment.key), undefined, 'nothing is kept of what is in a message');
});

test('a file that was sent with a message goes on after a reload', async () => {
  const [server, storage] = [new UploadServer(), memoryBlobs()];
  const before = uploadsTo(server, { storage });
  server.isAway = true;
  const attachment = before.add(new Blob(['hello']), 'x.txt');
  before.keep([attachment]);
  before.stop();
  server.isAway = false;
  const after = uploadsTo(server, { storage });
  assert.equal(after.ready([attachment]), 'waiting');
  await until(() => Array.isArray(after.ready([attachment])));
  const lost = { ...attachment, key: 'never kept' };
  assert.equal(after.ready([lost]), 'waiting');
  await until(() => after.ready([lost]) !== 'waiting');
  assert.deepEqual(after.ready([lost]), { code: 'file_unknown' });
  after.retry(lost.key);
  assert.equal(after.ready([lost]), 'waiting');
  await until(() => after.ready([lost]) !== 'waiting');
  assert.deepEqual(after.ready([lost]), { code: 'file_unknown' }, 'and nothing is sent in its place');
});

test('what another tab has removed is not sent again; what the server alone has forgotten is', async () => {
  const [server, clock, storage] = [new UploadServer(), new FakeClock(), memoryBlobs()];
  const [one, two] = [uploadsTo(server, { storage, clock }), uploadsTo(server, { storage, clock })];
  server.cutAfter = 1_000;
  const attachment = one.add(new Blob(['x'.repeat(2_000)]), 'x.txt');
  one.keep([attachment]);
  await until(() => server.cutAfter === undefined);
  server.isAway = true;
  await two.takeUp(attachment.key);
  one.cancel(attachment.key);
  server.uploads.clear();
  server.isAway = false;
  await until(() => two.stateOf(attachment.key)?.state !== 'sending', clock);
  assert.deepEqual(two.ready([attachment]), { code: 'file_unknown' });
  assert.equal(server.uploads.size, 0);

  server.cutAfter = 1_000;
  const forgotten = one.add(new Blob(['y'.repeat(2_000)]), 'y.txt');
  one.keep([forgotten]);
  await until(() => server.cutAfter === undefined);
  server.uploads.clear();
  await until(() => isWhole(one, forgotten), clock);
});

test('P1: a post whose answer was lost goes again with the same files after a reload, described or not', async () => {
  const [server, storage] = [new UploadServer(), memoryBlobs()];
  const before = uploadsTo(server, { storage });
  const attachment = { ...before.add(new Blob(['hello']), 'x.txt'), description: ' an x ' };
  await until(() => Array.isArray(before.ready([attachment])));
  before.keep([attachment]);
  before.stop();
  server.posted.add('upload-1');
  const after = uploadsTo(server, { storage });
  await until(() => after.ready([attachment]) !== 'waiting');
  assert.deepEqual(after.ready([attachment]), ['upload-1']);
});

function posted(world: World): string[] {
  return world.socket.sent.flatMap((frame) => (frame.t === 'post' ? [frame.body] : []));
}
