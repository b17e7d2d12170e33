import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeClientId } from '@skein/protocol/client-id';
import sharp from 'sharp';
import { startTestServer } from './testing/test-server.ts';
import type { Answered, Visitor } from './testing/visitor.ts';

let lastId = 0;

async function posts(who: Visitor, name: string, content: Buffer | string): Promise<string> {
  const bytes = Buffer.from(content);
  const { id } = (await who.asks('POST', '/api/uploads', { body: { name, size: bytes.length } })).body;
  const headers = { 'content-type': 'application/octet-stream', 'upload-offset': '0' };
  const sent = await who.asks('PATCH', `/api/uploads/${id}`, { raw: bytes, headers });
  assert.ok(sent.body.file, sent.text);
  const body = { id: makeClientId(++lastId, new Uint8Array(6)), body: '', files: [id] };
  assert.equal((await who.asks('POST', '/api/rooms/lobby/messages', { body })).status, 201);
  return id;
}

const red = { create: { width: 8, height: 8, channels: 3, background: 'red' } } as const;
const SCRIPT = '<script>alert(document.cookie)</script>';

test('what a browser could run is only ever saved, under no type of its own', async () => {
  const gif = Buffer.concat([await sharp(red).gif().toBuffer(), Buffer.from(SCRIPT)]);
  const hostile: [name: string, content: Buffer | string][] = [
    ['page.html', `<!doctype html>${SCRIPT}`],
    ['picture.png', `<html>${SCRIPT}</html>`],
    ['drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`],
    ['drawing.png', `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`],
    ['doc.pdf', '%PDF-1.7\n1 0 obj <</S/JavaScript/JS(app.alert(1))>> endobj'],
    ['script.js', 'alert(1)'],
    ['style.css', 'body{background:url(/api/session)}'],
    ['program.jpg', Buffer.from('MZ\x90\0\x03\0\0\0\x04')],
    ['header-only.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['empty', ''],
  ];
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  for (const [name, content] of hostile) {
    const { headers } = await ada.asks('GET', `/api/files/${await posts(ada, name, content)}`);
    assert.equal(headers['content-type'], 'application/octet-stream', name);
    assert.match(headers['content-disposition']!, /^attachment; filename="?/, name);
    assertInert(headers);
  }
  const { headers } = await ada.asks('GET', `/api/files/${await posts(ada, 'both.html', gif)}`);
  assert.equal(headers['content-type'], 'image/gif', 'a picture is a picture, whatever else it would like to be');
  assertInert(headers);
});

function assertInert(headers: Answered['headers']): void {
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox; frame-ancestors 'none'");
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  assert.equal(headers['cache-control'], 'private, no-cache');
}

test('a picture is shown in place, and saved when that is asked', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const id = await posts(ada, 'Katze „Müller“.png', await sharp(red).png().toBuffer());
  const shown = await ada.asks('GET', `/api/files/${id}`);
  assert.deepEqual([shown.status, shown.headers['content-type']], [200, 'image/png']);
  assert.match(shown.headers['content-disposition']!, /^inline; filename=.*filename\*=UTF-8''Katze/);
  const saved = await ada.asks('GET', `/api/files/${id}?download`);
  assert.match(saved.headers['content-disposition']!, /^attachment/);
  const { etag } = shown.headers;
  assert.equal((await ada.asks('GET', `/api/files/${id}`, { headers: { 'if-none-match': etag! } })).status, 304);
  const head = await ada.asks('HEAD', `/api/files/${id}`);
  assert.deepEqual([head.headers['content-length'], head.bytes.length], [String(shown.bytes.length), 0]);
  const stranger = server.visitor();
  assert.equal((await stranger.asks('GET', `/api/files/${id}`, { headers: { 'if-none-match': etag! } })).status, 401);
});

test('a player gets the part that it asks for', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const sound = Buffer.concat([Buffer.from('fLaC\0\0\0\x22', 'latin1'), Buffer.alloc(200_000, 'la ')]);
  const id = await posts(ada, 'song.flac', sound);
  const part = async (range: string) => ada.asks('GET', `/api/files/${id}`, { headers: { range } });
  const middle = await part('bytes=100000-100009');
  assert.deepEqual([middle.status, middle.headers['content-type']], [206, 'audio/flac']);
  assert.equal(middle.headers['content-range'], `bytes 100000-100009/${sound.length}`);
  assert.deepEqual(middle.bytes, sound.subarray(100_000, 100_010));
  assert.deepEqual((await part('bytes=-5')).bytes, sound.subarray(-5));
  assert.equal((await part(`bytes=${sound.length}-`)).status, 416);
});

test('a file whose bytes are gone is not there', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const id = await posts(ada, 'note.txt', 'hi');
  await server.services.files.remove([id]);
  assert.equal((await ada.asks('GET', `/api/files/${id}`)).code, 'not_found');
});
