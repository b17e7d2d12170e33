import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { SeededRandom, seedForThisRun } from '@skein/shared-memory/testing/seeded-random';
import { bodyOf, framingOf } from './body.ts';
import { ByteSource } from './byte-source.ts';
import { decoded } from './content-coding.ts';
import { headerOf, readHead } from './response-head.ts';

const TEXT = 'A thread, a thread, a thread, and another thread.\n';

function response(headers: readonly string[], ...body: (string | Buffer)[]): Buffer {
  const head = `${['HTTP/1.1 200 OK', ...headers].join('\r\n')}\r\n\r\n`;
  return Buffer.concat([head, ...body].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

function chunks(body: Buffer, size: number, extension = ''): Buffer {
  const parts: (string | Buffer)[] = [];
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.subarray(at, at + size);
    parts.push(`${chunk.length.toString(16).toUpperCase()}${extension}\r\n`, chunk, '\r\n');
  }
  return Buffer.concat(
    [...parts, '0\r\n', 'Digest: none\r\n', '\r\n'].map((part) => Buffer.from(part as string, 'latin1')),
  );
}

const CHUNKED = 'Transfer-Encoding: chunked';
const gzipped = gzipSync(TEXT);
const SAMPLES: Readonly<Record<string, Buffer>> = {
  'a length': response([`Content-Length: ${TEXT.length}`], TEXT),
  'a length that is said twice': response([`Content-Length: ${TEXT.length}, ${TEXT.length}`], TEXT),
  'no length': response(['Server: x'], TEXT),
  'no headers at all': response([], TEXT),
  'bare line feeds': Buffer.from(`HTTP/1.0 200 OK\nContent-Length: ${TEXT.length}\n\n${TEXT}`),
  'an interim answer before': Buffer.concat([
    Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n'),
    response([`content-length:${TEXT.length}`], TEXT),
  ]),
  chunks: response([CHUNKED], chunks(Buffer.from(TEXT), 17)),
  'chunks with extensions, and a length that does not count': response(
    [CHUNKED, 'Content-Length: 3'],
    chunks(Buffer.from(TEXT), 7, ' ;name="value"'),
  ),
  gzip: response(['Content-Encoding: gzip', `Content-Length: ${gzipped.length}`], gzipped),
  'gzip in chunks': response(['Content-Encoding: GZIP', CHUNKED], chunks(gzipped, 5)),
  deflate: response(['Content-Encoding: deflate'], deflateSync(TEXT)),
  'deflate without its two bytes': response(['Content-Encoding: deflate'], deflateRawSync(TEXT)),
  brotli: response(['Content-Encoding: br'], brotliCompressSync(TEXT)),
  'two codings': response(['Content-Encoding: br', 'Content-Encoding: gzip'], gzipSync(brotliCompressSync(TEXT))),
};

async function bodyFrom(pieces: readonly Buffer[]): Promise<string> {
  const source = new ByteSource(
    (async function* () {
      yield* pieces;
    })(),
  );
  const head = await readHead(source);
  assert.equal(head.status, 200);
  const body = decoded(bodyOf(source, framingOf(head, 'GET')), headerOf(head, 'content-encoding'));
  return (await buffer(body)).toString();
}

for (const [name, bytes] of Object.entries(SAMPLES)) {
  test(`an answer with ${name} reads the same wherever it is split`, async () => {
    for (let at = 0; at <= bytes.length; at++) {
      assert.equal(await bodyFrom([bytes.subarray(0, at), bytes.subarray(at)]), TEXT, `split at ${at}`);
    }
    assert.equal(await bodyFrom(Array.from(bytes, (byte) => Buffer.of(byte))), TEXT, 'byte by byte');
  });
}

test('an answer that ends before its last byte is never taken for a whole one', async () => {
  for (const name of ['a length', 'chunks', 'gzip', 'gzip in chunks', 'deflate', 'brotli', 'two codings']) {
    const bytes = SAMPLES[name]!;
    const headLength = bytes.indexOf('\r\n\r\n') + 4;
    for (let end = 0; end < bytes.length; end++) {
      // Without a length, an answer may end where its head does: then it has no body.
      const isEmpty = end === headLength && !/length|chunked/i.test(bytes.toString('latin1', 0, headLength));
      const reading = bodyFrom([bytes.subarray(0, end)]);
      if (isEmpty) assert.equal(await reading, '');
      else await assert.rejects(reading, { name: 'Problem' }, `${name}, the first ${end} bytes`);
    }
  }
});

test('bytes that were changed on the way give the answer, or one line, and nothing else', async (context) => {
  const random = new SeededRandom(seedForThisRun());
  context.diagnostic(`SEED=${random.seed}`);
  const samples = Object.values(SAMPLES);
  for (let round = 0; round < 2_000; round++) {
    const bytes = Buffer.from(samples[random.below(samples.length)]!);
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      bytes[random.below(bytes.length)] = random.below(256);
    }
    await bodyFrom([bytes]).catch((error: Error) => {
      if (error instanceof assert.AssertionError) return; // another status
      assert.equal(error.name, 'Problem', `${error.stack}`);
      assert.doesNotMatch(error.message, /\n/);
    });
  }
});
