import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { get } from './get.ts';
import { answering, complaint, got, misbehaving } from './testing/trying.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const gzipped = gzipSync('Hello. '.repeat(100));

const ANSWERS: Readonly<Record<string, [answer: readonly (string | Buffer)[], line: RegExp]>> = {
  'closes without a word': [[], /closed the connection without an answer/],
  'closes within the headers': [[`${OK}Server: x`], /closed in the middle of the headers/],
  'speaks another protocol': [['SSH-2.0-OpenSSH_9\r\n'], /no HTTP: it begins with "SSH-2\.0-OpenSSH_9/],
  'speaks a word and no more': [['hi'], /no HTTP: it begins with "hi"/],
  'speaks TLS': [[Buffer.from('15030100020246', 'hex')], /no HTTP but TLS: use a URL with https/],
  'speaks another HTTP': [['HTTP/2 200\r\n\r\n'], /no HTTP\/1: it begins with "HTTP\/2 200"/],
  'has a status that is none': [['HTTP/1.1 20 OK\r\n\r\n'], /no HTTP\/1: it begins with "HTTP\/1\.1 20 OK"/],
  'changes the protocol': [['HTTP/1.1 101 Switching Protocols\r\n\r\n'], /without being asked/],
  'never comes to its answer': [Array<string>(30).fill('HTTP/1.1 100 Continue\r\n\r\n'), /more than 20 interim/],
  'has a line that is no header': [[`${OK}no header\r\n\r\n`], /line that is no header: "no header"/],
  'has one header that is too large': [[`${OK}X: ${'x'.repeat(70_000)}\r\n\r\n`], /headers are too large/],
  'has too many headers': [[OK, 'X: yz\r\n'.repeat(20_000), '\r\n'], /headers are too large/],
  'has headers without end': [[`${OK}X: `, 'x'.repeat(70_000)], /headers are too large/],
  'sends less than it says': [[`${OK}Content-Length: 10\r\n\r\n`, 'Hello'], /too early, after 5 of 10 bytes/],
  'sends more than it says': [[`${OK}Content-Length: 5\r\n\r\nHello`, ', world'], /more than the answer says/],
  'sends a body where there is none': [['HTTP/1.1 204 No Content\r\n\r\nHello'], /more than the answer says/],
  'has two lengths': [[`${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nHello`], /no number of bytes: 5, 6/],
  'has a length that is none': [[`${OK}Content-Length: -5\r\n\r\nHello`], /no number of bytes: -5/],
  'has an empty length': [[`${OK}Content-Length:\r\n\r\nHello`], /no number of bytes/],
  'has a chunk whose size is none': [[`${OK}Transfer-Encoding: chunked\r\n\r\nfive\r\nHello`], /size is no number/],
  'has a chunk beyond all numbers': [
    [`${OK}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\n`],
    /size is no number/,
  ],
  'has a chunk that is too long': [
    [`${OK}Transfer-Encoding: chunked\r\n\r\n4\r\nHello\r\n0\r\n\r\n`],
    /longer than it says/,
  ],
  'closes within a chunk': [[`${OK}Transfer-Encoding: chunked\r\n\r\n9\r\nHello`], /after 5 of the 9 bytes of a chunk/],
  'closes before the last chunk': [[`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n`], /before the last chunk/],
  'has trailers without end': [
    [`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n`, 'X: y\r\n'.repeat(2_000)],
    /trailers without end/,
  ],
  'has a transfer coding nobody asked for': [[`${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`], /not asked for: gzip/],
  'has a content coding nobody asked for': [[`${OK}Content-Encoding: zstd\r\n\r\nHello`], /not asked for: zstd/],
  'calls gzip what is none': [[`${OK}Content-Encoding: gzip\r\n\r\nHello`], /gzip coding of the body is damaged/],
  'cuts its gzip': [
    [`${OK}Content-Encoding: gzip\r\n\r\n`, gzipped.subarray(0, -4)],
    /gzip coding of the body is damaged/,
  ],
};

for (const [what, [answer, line]] of Object.entries(ANSWERS)) {
  test(`a server that ${what} is one line and exit code 2`, async (t) => {
    const outcome = await got([await answering(t, ...answer)]);
    assert.match(complaint(outcome), line);
    assert.equal(outcome.said.match(/^skein: /gm)?.length, 1);
    assert.equal(outcome.code, 2);
  });
}

test('what a server calls itself cannot play with the terminal', async (t) => {
  const { said } = await got([await answering(t, `${OK}Server: \x1b[2J\x07\r\nContent-Length: 0\r\n\r\n`)]);
  assert.ok(said.includes('Server: \\x1b[2J\\x07\n'));
});

test('an answer over a real connection reads the same wherever it is split', async (t) => {
  const answer = `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7\r\n, world\r\n0\r\n\r\n`;
  let at = 0;
  const origin = await misbehaving(t, (socket) => {
    socket.write(answer.slice(0, at));
    setImmediate(() => socket.end(answer.slice(at)));
  });
  for (; at <= answer.length; at++) {
    const { code, body } = await got([origin]);
    assert.deepEqual([code, body.toString()], [0, 'Hello, world'], `split at ${at}`);
  }
});

test('a server that does not close after its answer does not keep anybody', async (t) => {
  const origin = await misbehaving(t, (socket) => socket.write(`${OK}Content-Length: 5\r\n\r\nHello`));
  const { code, body } = await got([origin]);
  assert.deepEqual([code, body.toString()], [0, 'Hello']);
});

test('a server that falls silent is given up, before its answer and in the middle of it', async (t) => {
  for (const answer of ['', 'HTT', `${OK}Content-Length: 5\r\n\r\nHel`]) {
    const outcome = await got(['-t', '1', await misbehaving(t, (socket) => void socket.write(answer))]);
    assert.equal(outcome.code, 2);
    assert.equal(complaint(outcome), 'skein: The server does not answer: nothing arrived for 1 s.');
  }
});

test('a connection that breaks is one line', async (t) => {
  const origin = await misbehaving(t, (socket) => {
    socket.write(`${OK}Content-Length: 5\r\n\r\nHel`, () => socket.resetAndDestroy());
  });
  const outcome = await got([origin]);
  assert.equal(outcome.code, 2);
  assert.match(
    complaint(outcome),
    /^skein: The connection (broke \(ECONNRESET\)|was closed too early, after 3 of 5 bytes)\.$/,
  );
});

test('a port where nobody listens, and a name that is none', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const refused = await got(['127.0.0.1', `${port}`, '/']);
  assert.deepEqual([refused.code, refused.said], [2, `skein: Nothing listens on port ${port} of 127.0.0.1.\n`]);
});

test('https to a port that speaks something else', async (t) => {
  const origin = await answering(t, 'HTTP/1.1 400 Bad Request\r\n\r\n');
  const outcome = await got([origin.replace('http:', 'https:')]);
  assert.equal(outcome.code, 2);
  assert.match(complaint(outcome), /^skein: Port \d+ of 127\.0\.0\.1 does not speak TLS; try http:\/\/\.$/);
});

test('a reader who goes away is one line', async (t) => {
  const origin = await answering(t, `${OK}\r\n`, 'Hello');
  const output = new Writable({
    write: (_piece, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
  const errors = new PassThrough();
  assert.equal(await get([origin], { output, errors }), 2);
  assert.match(await text(errors.end()), /\nskein: Whoever read the output stopped after 0 bytes\.\n$/);
});

test('a body larger than what the sockets hold waits at the server for a slow reader', async (t) => {
  const PIECE = Buffer.alloc(64 * 1024);
  const PIECES = 2_000;
  const MOST_ON_THE_WAY = 32 * 1024 * 1024;
  let sender: Socket | undefined;
  const origin = await misbehaving(t, async (socket) => {
    sender = socket;
    socket.write(`${OK}\r\n`);
    for (let sent = 0; sent < PIECES; sent++) if (!socket.write(PIECE)) await once(socket, 'drain');
    socket.end();
  });
  let received = 0;
  let mostOnTheWay = 0;
  const output = new Writable({
    write(piece: Buffer, _encoding, done) {
      received += piece.length;
      mostOnTheWay = Math.max(mostOnTheWay, (sender?.bytesWritten ?? 0) - received);
      setTimeout(done, 1);
    },
  });
  assert.equal(await get([origin], { output, errors: new PassThrough() }), 0);
  assert.equal(received, PIECE.length * PIECES);
  assert.ok(mostOnTheWay < MOST_ON_THE_WAY, `${mostOnTheWay} bytes were on their way`);
});
