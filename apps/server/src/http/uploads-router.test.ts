import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeClientId } from '@skein/protocol/client-id';
import { uploadViewSchema } from '@skein/protocol/files';
import { LIMITS } from '@skein/protocol/limits';
import sharp from 'sharp';
import { RATES } from '../limits/limits.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';
import type { Answered, Visitor } from './testing/visitor.ts';

let lastId = 0;
const clientId = () => makeClientId(++lastId, new Uint8Array(6));
const BYTES = { 'content-type': 'application/octet-stream' };

const creates = (who: Visitor, name: unknown, size: unknown) =>
  who.asks('POST', '/api/uploads', { body: { name, size } });
const sends = (who: Visitor, id: string, offset: unknown, raw?: Buffer) =>
  who.asks('PATCH', `/api/uploads/${id}`, {
    headers: { ...BYTES, 'upload-offset': String(offset) },
    ...(raw ? { raw } : {}),
  });
const posts = (who: Visitor, room: string, files: unknown, body = '', id = clientId()) =>
  who.asks('POST', `/api/rooms/${room}/messages`, { body: { id, body, files } });

/** @returns the id of a whole file */
async function uploads(who: Visitor, name: string, content: Buffer | string): Promise<string> {
  const bytes = Buffer.from(content);
  const { id } = uploadViewSchema.parse((await creates(who, name, bytes.length)).body);
  const sent = await sends(who, id, 0, bytes);
  assert.equal(sent.body.file?.id, id, sent.text);
  return id;
}

const picture = (width = 40, height = 30) => sharp({ create: { width, height, channels: 3, background: 'teal' } });

async function inRoom(server: TestServer) {
  const [ada, lin, eve] = [await server.member('Ada'), await server.member('Lin'), await server.member('Eve')];
  const room = await ada.makesRoom('Tea', 'private');
  await ada.asks('POST', `/api/rooms/${room}/members`, { body: { name: 'Lin' } });
  return { ada, lin, eve, room };
}

const filesOf = (server: TestServer) => readdir(join(server.services.config.dataFolder, 'files'));

test('an upload comes in pieces, goes on where it was cut, and becomes a file of a message', async () => {
  await using server = await startTestServer();
  const { ada, lin, room } = await inRoom(server);
  const bytes = await picture().png().toBuffer();
  const made = await creates(ada, 'cat.png', bytes.length);
  assert.equal(made.status, 201);
  const { id, offset } = uploadViewSchema.parse(made.body);
  assert.equal(offset, 0);
  assert.deepEqual((await sends(ada, id, 0, bytes.subarray(0, 50))).body, { id, offset: 50, size: bytes.length });
  assert.equal((await posts(ada, room, [id])).code, 'file_unknown', 'not whole');
  assert.equal((await ada.asks('GET', `/api/uploads/${id}`)).body.offset, 50);
  const last = await sends(ada, id, 50, bytes.subarray(50));
  const file = { id, name: 'cat.png', type: 'image/png', size: bytes.length, width: 40, height: 30 };
  assert.deepEqual(last.body, { id, offset: bytes.length, size: bytes.length, file });
  assert.deepEqual((await sends(ada, id, bytes.length)).body.file, file, 'asked again');
  const description = 'a teal cat';
  assert.equal((await ada.asks('PUT', `/api/uploads/${id}`, { body: { description } })).status, 204);
  assert.equal((await posts(ada, room, [id])).status, 201);
  const again = await ada.asks('GET', `/api/uploads/${id}`);
  assert.deepEqual(again.body.file, { ...file, description }, 'whoever did not hear of it can post it again as it was');
  assert.equal((await lin.asks('GET', `/api/uploads/${id}`)).code, 'not_found');
  const seen = (await lin.asks('GET', `/api/rooms/${room}/events`)).body.events.at(-1);
  assert.deepEqual([seen.body, seen.files], ['', [{ ...file, description }]]);
  assert.deepEqual((await lin.asks('GET', `/api/files/${id}`)).bytes, bytes);
  assert.deepEqual(await filesOf(server), [id]);
});

test('what came before a connection was cut is there, and the rest finishes it', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const { id } = (await creates(ada, 'note.txt', 10)).body;
  const socket = connect(server.port, '127.0.0.1');
  const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const head = [
    `PATCH /api/uploads/${id} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Cookie: ${cookie}`,
    'Content-Type: application/octet-stream',
    'Upload-Offset: 0',
    'Content-Length: 10',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n0123`);
  const offset = async () => (await ada.asks('GET', `/api/uploads/${id}`)).body.offset;
  while ((await offset()) < 4);
  socket.destroy();
  assert.equal((await sends(ada, id, 4, Buffer.from('456789'))).body.file.size, 10);
  assert.equal((await ada.asks('GET', `/api/files/${id}`)).text, '0123456789');
  assert.ok(!server.logged.some((line) => line.includes('a request failed')), 'a cut is no failure of ours');
});

test('bytes that belong elsewhere, or nowhere, change nothing', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await inRoom(server);
  const { id } = (await creates(ada, 'note.txt', 10)).body;
  await sends(ada, id, 0, Buffer.from('0123'));
  for (const offset of [0, 3, 5, 10, 999_999]) {
    const refused = await sends(ada, id, offset, Buffer.from('xx'));
    assert.deepEqual([refused.status, refused.body.error], [409, { code: 'wrong_offset', params: { offset: 4 } }]);
  }
  for (const offset of ['', '-1', '1e3', '4.0', '0x4', '99999999999999999999']) {
    assert.equal((await sends(ada, id, offset, Buffer.from('xx'))).code, 'bad_request', offset);
  }
  assert.equal((await sends(ada, id, 4, Buffer.alloc(7))).code, 'bad_request', 'more than there is room for');
  const { size } = await stat(join(server.services.config.dataFolder, 'files', `${id}.part`));
  assert.equal(size, 10);
  for (const [method, body] of [['GET'], ['PUT', { description: 'x' }], ['DELETE']] as const) {
    assert.equal((await lin.asks(method, `/api/uploads/${id}`, { body })).code, 'not_found', `${method} of another's`);
  }
  assert.equal((await sends(lin, id, 10)).code, 'not_found');
  assert.equal((await server.visitor().asks('GET', `/api/uploads/${id}`)).code, 'not_logged_in');
  const asJson = await ada.asks('PATCH', `/api/uploads/${id}`, { body: {}, headers: { 'upload-offset': '10' } });
  assert.ok(asJson.status < 500);
  const form = { 'content-type': 'multipart/form-data', 'upload-offset': '10' };
  assert.equal((await ada.asks('PATCH', `/api/uploads/${id}`, { raw: 'x', headers: form })).status, 415);
  const elsewhere = { ...BYTES, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', 'upload-offset': '10' };
  assert.equal((await ada.asks('PATCH', `/api/uploads/${id}`, { headers: elsewhere })).code, 'forbidden_origin');
});

test('two that send the same upload at once make one whole file of it', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const bytes = Buffer.alloc(300_000, 'skein');
  const { id } = (await creates(ada, 'big.txt', bytes.length)).body;
  const answers = await Promise.all([1, 2, 3, 4].map(() => sends(ada, id, 0, bytes)));
  assert.ok(answers.some(({ body }) => body.file !== undefined));
  for (const { status } of answers) assert.ok(status === 200 || status === 409, `${status}`);
  assert.deepEqual((await ada.asks('GET', `/api/files/${id}`)).bytes, bytes);
});

test('a file is used once, by who sent it, and at most ten to a message', async () => {
  await using server = await startTestServer();
  const { ada, lin, room } = await inRoom(server);
  const ids = await Promise.all([...Array(11).keys()].map((index) => uploads(ada, `${index}.txt`, `note ${index}`)));
  assert.equal((await posts(ada, room, ids)).code, 'bad_request');
  assert.equal((await posts(ada, room, [])).code, 'bad_request');
  assert.equal((await posts(ada, room, [ids[0], ids[0]])).code, 'file_unknown');
  assert.equal((await posts(lin, room, [ids[0]])).code, 'file_unknown', 'another’s');
  assert.equal((await posts(ada, room, ['nothing'])).code, 'file_unknown');
  assert.equal((await posts(ada, room, undefined)).code, 'body_empty');
  const id = clientId();
  const first = await posts(ada, room, ids.slice(0, 2), '', id);
  assert.equal(first.status, 201);
  const again = await posts(ada, room, ids.slice(0, 2), '', id);
  assert.deepEqual([again.status, again.body], [200, first.body]);
  assert.equal((await posts(ada, room, ids.slice(0, 1), '', id)).code, 'client_id_reused');
  assert.equal((await posts(ada, room, [ids[1], ids[2]])).code, 'file_unknown', 'in a message already');
  assert.equal((await ada.asks('DELETE', `/api/uploads/${ids[0]}`)).code, 'not_found', 'posted');
  assert.equal((await ada.asks('PUT', `/api/uploads/${ids[0]}`, { body: { description: 'x' } })).code, 'not_found');
});

test('only who can read its message gets a file, and nobody once it is deleted', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve, room } = await inRoom(server);
  const big = await picture(1_200, 900).png().toBuffer();
  const id = await uploads(ada, 'cat.png', big);
  const statusFor = async (who: Visitor, path = '') => (await who.asks('GET', `/api/files/${id}${path}`)).status;
  assert.deepEqual([await statusFor(ada), await statusFor(lin)], [200, 404], 'before it is posted');
  const { seq } = (await posts(ada, room, [id])).body;
  const everybody = async (path: string) =>
    Promise.all([ada, lin, eve, server.visitor()].map((who) => statusFor(who, path)));
  for (const path of ['', '/thumbnail', '?download'])
    assert.deepEqual(await everybody(path), [200, 200, 404, 401], path);
  await lin.asks('POST', `/api/rooms/${room}/leave`);
  assert.deepEqual(await everybody(''), [200, 404, 404, 401]);
  const seen = (await ada.asks('GET', `/api/files/${id}/thumbnail`)).bytes;
  assert.deepEqual((({ format, width, height }) => [format, width, height])(await sharp(seen).metadata()), [
    'webp',
    960,
    720,
  ]);
  assert.equal((await ada.asks('DELETE', `/api/rooms/${room}/messages/${seq}`)).status, 200);
  assert.deepEqual(await everybody(''), [404, 404, 404, 401]);
  const event = (await ada.asks('GET', `/api/rooms/${room}/events`)).body.events.find(
    (each: { seq: number }) => each.seq === seq,
  );
  assert.equal(event.files, undefined);
  assert.deepEqual(await filesOf(server), [], 'no byte of it is left');
});

test('F6: a cancelled upload leaves nothing, one that stays unfinished goes after an hour, one that nobody posts after a day', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const whole = await uploads(ada, 'a.txt', 'one');
  const { id: part } = (await creates(ada, 'b.txt', 100)).body;
  await sends(ada, part, 0, Buffer.from('half'));
  const cancelled = await uploads(ada, 'c.txt', 'three');
  assert.equal((await ada.asks('DELETE', `/api/uploads/${cancelled}`)).status, 204);
  assert.equal((await ada.asks('DELETE', `/api/uploads/${cancelled}`)).code, 'not_found');
  assert.deepEqual((await filesOf(server)).sort(), [whole, `${part}.part`].sort());
  const { submit } = server.services;
  const expire = async (afterMs: number) => {
    server.passTime(afterMs);
    assert.deepEqual(await submit({ kind: 'expire-uploads' }), { ok: true, value: { more: false } });
    return filesOf(server);
  };
  assert.deepEqual(await expire(LIMITS.unfinishedUploadMs), [whole, `${part}.part`].sort());
  assert.deepEqual(await expire(100 * LIMITS.unfinishedUploadMsPerByte + 1), [whole]);
  assert.equal((await sends(ada, part, 4, Buffer.from('rest'))).code, 'not_found');
  assert.deepEqual(await expire(LIMITS.uploadLifetimeMs), []);
});

test('sizes, numbers and room are limited, each with its code', async () => {
  const files = { fileBytes: 1_000, accountBytes: 2_500, serverBytes: 3_500 };
  await using server = await startTestServer({ config: { files } });
  const { ada, lin } = await inRoom(server);
  const params = async (answered: Promise<Answered>) => (await answered).body.error;
  assert.deepEqual(await params(creates(ada, 'a', 1_001)), { code: 'file_too_large', params: { limit: 1_000 } });
  const { id } = (await creates(ada, 'a', 1_000)).body;
  await creates(ada, 'b', 1_000);
  const full = { code: 'files_full', params: { whose: 'account' } };
  assert.deepEqual(await params(creates(ada, 'c', 501)), full);
  await creates(lin, 'd', 1_000);
  assert.deepEqual(await params(creates(lin, 'e', 501)), { ...full, params: { whose: 'server' } });
  await ada.asks('DELETE', `/api/uploads/${id}`);
  assert.equal((await creates(lin, 'e', 501)).status, 201, 'what was cancelled is free');
  for (const size of [-1, 1.5, '10', null, 1e300]) {
    assert.ok(['bad_request', 'file_too_large'].includes((await creates(ada, 'x', size)).code!), `${size}`);
  }
  await using without = await startTestServer({ config: { files: { ...files, fileBytes: 0 } } });
  assert.equal((await creates(await without.member('Ada'), 'a', 0)).code, 'uploads_off');
});

test('ten thousand tiny uploads end at those that wait to be posted, and at a rate', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const codes = new Set<string | undefined>();
  for (let count = 0; count < LIMITS.openUploads + 5; count++) codes.add((await creates(ada, 'tiny', 1)).code);
  assert.deepEqual([...codes], [undefined, 'too_many_uploads']);
  for (let count = LIMITS.openUploads + 5; count < RATES.upload.burst; count++) await creates(ada, 'tiny', 1);
  const refused = await creates(ada, 'tiny', 1);
  assert.deepEqual([refused.status, refused.code], [429, 'too_many_requests']);
});

test('a name leads nowhere, hides nothing, and is not endless', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const kept = async (name: string) => {
    const id = await uploads(ada, name, 'x');
    const { file } = (await ada.asks('GET', `/api/uploads/${id}`)).body;
    const { headers } = await ada.asks('GET', `/api/files/${id}`);
    assert.match(headers['content-disposition']!, /^attachment; filename=("[^"\r\n]*"|[\w.]+)/);
    return file.name;
  };
  assert.equal(await kept('../../etc/passwd'), '__.._etc_passwd');
  assert.equal(await kept('C:\\boot.ini'), 'C__boot.ini');
  assert.equal(await kept('photo\u202egpj.exe'), 'photo_gpj.exe');
  assert.equal(await kept('a\r\nSet-Cookie: x=y"'), 'a__Set-Cookie_ x=y_');
  assert.equal(await kept('.htaccess'), '_htaccess');
  assert.equal(await kept('猫の写真.txt'), '猫の写真.txt');
  for (const name of ['', '   ', 'x'.repeat(201), 'x'.repeat(100_000), 7, null]) {
    const refused = await creates(ada, name, 1);
    assert.ok(['name_invalid', 'bad_request'].includes(refused.code!), refused.text);
  }
  const outside = await readdir(join(server.services.config.dataFolder, 'files'));
  for (const name of outside) assert.match(name, /^[0-9A-Za-z_-]+(\.part)?$/);
  for (const id of ['..', '%2e%2e%2fskein.db', '..%2ftest.db', 'a'.repeat(5_000), '%00', 'x.part']) {
    for (const path of [`/api/files/${id}`, `/api/files/${id}/thumbnail`, `/api/uploads/${id}`]) {
      const { status } = await ada.asks('GET', path);
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    }
  }
});
