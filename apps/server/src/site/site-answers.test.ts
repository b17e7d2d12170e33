import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ServedFolder } from './testing/served-folder.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const BIG = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7 + (i >> 8)) & 255));
const FILES = { 'folder/letters.txt': LETTERS, 'folder/big.bin': BIG };

for (const [range, expected] of [
  ['bytes=0-0', 'a'],
  ['bytes=2-4', 'cde'],
  ['bytes=23-', 'xyz'],
  ['bytes=20-999', 'uvwxyz'],
  ['bytes=-2', 'yz'],
  ['bytes=-999', LETTERS],
  ['Bytes=0-1', 'ab'],
] as const) {
  test(`the range ${range} is answered with that part`, async () => {
    await using served = await ServedFolder.open(FILES);
    const { status, headers, text } = await served.ask('/letters.txt', { headers: { range } });
    const start = LETTERS.indexOf(expected);
    assert.deepEqual([status, text], [206, expected]);
    assert.equal(headers['content-range'], `bytes ${start}-${start + expected.length - 1}/26`);
    assert.equal(headers['content-length'], String(expected.length));
  });
}

for (const range of ['bytes=26-', 'bytes=900-1000', 'bytes=-0', 'bytes=99999999999999999999-']) {
  test(`the range ${range} cannot be satisfied`, async () => {
    await using served = await ServedFolder.open(FILES);
    const { status, headers, text } = await served.ask('/letters.txt', { headers: { range } });
    assert.deepEqual([status, headers['content-range'], text], [416, 'bytes */26', '']);
  });
}

for (const range of ['bytes=', 'bytes=-', 'bytes=4-2', 'bytes=a-b', 'lines=0-1', 'bytes=0-1,4-5', 'nonsense']) {
  test(`the range ${range} is ignored, as HTTP allows`, async () => {
    await using served = await ServedFolder.open(FILES);
    const { status, text } = await served.ask('/letters.txt', { headers: { range } });
    assert.deepEqual([status, text], [200, LETTERS]);
  });
}

test('a part of a large file is streamed, and HEAD knows no ranges', async () => {
  await using served = await ServedFolder.open(FILES);
  const part = await served.ask('/big.bin', { headers: { range: 'bytes=100000-299999' } });
  assert.equal(part.status, 206);
  assert.ok(part.bytes.equals(BIG.subarray(100_000, 300_000)));
  const head = await served.ask('/big.bin', { method: 'HEAD', headers: { range: 'bytes=0-1' } });
  assert.deepEqual([head.status, head.headers['content-length']], [200, '700000']);
});

test('a large file arrives whole, with a weak tag that a second request can name', async () => {
  await using served = await ServedFolder.open(FILES);
  const { headers, bytes } = await served.ask('/big.bin');
  assert.ok(bytes.equals(BIG));
  assert.match(String(headers.etag), /^W\/"/);
  assert.equal((await served.ask('/big.bin', { headers: { 'if-none-match': String(headers.etag) } })).status, 304);
});

test('preconditions are judged in the order of RFC 9110', async () => {
  await using served = await ServedFolder.open(FILES);
  const { etag, 'last-modified': date } = (await served.ask('/letters.txt')).headers as Record<string, string>;
  assert.ok(etag && date);
  const [before, other] = ['Sat, 01 Jan 2000 00:00:00 GMT', '"other"'];
  const cases: [Record<string, string>, number][] = [
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': `${other}, W/${etag}` }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': other }, 200],
    [{ 'if-none-match': other, 'if-modified-since': date }, 200],
    [{ 'if-none-match': etag, 'if-modified-since': before }, 304],
    [{ 'if-modified-since': date }, 304],
    [{ 'if-modified-since': before }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': other }, 412],
    [{ 'if-match': `W/${etag}` }, 412],
    [{ 'if-match': other, 'if-none-match': etag }, 412],
    [{ 'if-match': etag, 'if-unmodified-since': before }, 200],
    [{ 'if-unmodified-since': before }, 412],
    [{ 'if-unmodified-since': date }, 200],
    [{ 'if-none-match': etag, range: 'bytes=0-1' }, 304],
    [{ 'if-range': etag, range: 'bytes=0-1' }, 206],
    [{ 'if-range': date, range: 'bytes=0-1' }, 206],
    [{ 'if-range': other, range: 'bytes=0-1' }, 200],
    [{ 'if-range': `W/${etag}`, range: 'bytes=0-1' }, 200],
    [{ 'if-range': before, range: 'bytes=0-1' }, 200],
    [{ 'if-range': other, range: 'bytes=99-' }, 200],
  ];
  for (const [headers, status] of cases) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await served.ask('/letters.txt', { method, headers });
      const expected = method === 'HEAD' && status === 206 ? 200 : status;
      assert.equal(answer.status, expected, `${method} ${JSON.stringify(headers)}`);
    }
  }
});

test('an answer 304 repeats what a cache needs, and has no body', async () => {
  await using served = await ServedFolder.open({ ...FILES, 'folder/letters.txt.gz': gzipSync(LETTERS) });
  const { etag } = (await served.ask('/letters.txt')).headers;
  const { headers, bytes } = await served.ask('/letters.txt', { headers: { 'if-none-match': String(etag) } });
  assert.equal(bytes.byteLength, 0);
  assert.deepEqual([headers.etag, headers['cache-control'], headers.vary], [etag, 'no-cache', 'Accept-Encoding']);
});

const COMPRESSED = {
  'folder/app.js': 'let app;',
  'folder/app.js.br': brotliCompressSync('let app;'),
  'folder/app.js.gz': gzipSync('let app;'),
  'folder/app.js.zst': zstdCompressSync('let app;'),
};

for (const [accepted, coding] of [
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['zstd', 'zstd'],
  ['gzip;q=1, br;q=0.5', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['BR', 'br'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['gzip;q=0, br;q=0, zstd;q=0', undefined],
  ['identity, gzip;q=0.5', undefined],
  ['deflate', undefined],
  ['', undefined],
  ['gzip;q=0.000', undefined],
] as const) {
  test(`who accepts "${accepted}" gets ${coding ?? 'the file as it is'}`, async () => {
    await using served = await ServedFolder.open(COMPRESSED);
    const { headers, bytes } = await served.ask('/app.js', { headers: { 'accept-encoding': accepted } });
    assert.equal(headers['content-encoding'], coding);
    assert.equal(headers.vary, 'Accept-Encoding');
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
    const ending = { br: '.br', gzip: '.gz', zstd: '.zst' };
    const expected = COMPRESSED[`folder/app.js${coding ? ending[coding] : ''}` as keyof typeof COMPRESSED];
    assert.deepEqual(bytes, Buffer.from(expected));
  });
}

test('each coding has its own tag, and a compressed file asked for by name is that file', async () => {
  await using served = await ServedFolder.open(COMPRESSED);
  const tags = new Set<unknown>();
  for (const coding of ['br', 'gzip', 'zstd', 'identity']) {
    tags.add((await served.ask('/app.js', { headers: { 'accept-encoding': coding } })).headers.etag);
  }
  assert.equal(tags.size, 4);
  const { headers } = await served.ask('/app.js.gz');
  assert.deepEqual(
    [headers['content-type'], headers['content-encoding'], headers.vary],
    ['application/gzip', undefined, undefined],
  );
});

test('a file without compressed siblings does not vary', async () => {
  await using served = await ServedFolder.open(FILES);
  assert.equal((await served.ask('/letters.txt', { headers: { 'accept-encoding': 'br' } })).headers.vary, undefined);
});

test('a compressed sibling older than its file is not used', async () => {
  await using served = await ServedFolder.open(COMPRESSED);
  const hourAgo = new Date(Date.now() - 3_600_000);
  await utimes(join(served.folder, 'app.js.br'), hourAgo, hourAgo);
  await served.askUntil('/app.js', ({ headers }) => headers['content-encoding'] === 'gzip', {
    headers: { 'accept-encoding': 'br, gzip;q=0.9' },
  });
});
