import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { accountAnswerSchema, personAnswerSchema } from '@skein/protocol/rest';
import sharp from 'sharp';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const PATH = '/api/account/picture';
const image = (background: string) => sharp({ create: { width: 400, height: 300, channels: 3, background } });

test('F8: an account sets its picture, which everybody gets, and another in its place, and takes it away', async () => {
  await using server = await startTestServer();
  const [ada, lin] = [await server.member('Ada'), await server.member('Lin')];
  const kept = () => filesOf(server);
  const headers = { 'content-type': 'image/png' };
  const sets = async (background: string) => {
    const set = await ada.asks('PUT', PATH, { raw: await image(background).png().toBuffer(), headers });
    assert.equal(set.status, 200, set.text);
    return accountAnswerSchema.parse(set.body).account.picture!;
  };
  const red = await sets('red');
  const seen = await lin.asks('GET', `/api/accounts/${await ada.id()}`);
  assert.equal(personAnswerSchema.parse(seen.body).person.picture, red);
  for (const [path, side] of [
    [`/api/files/${red}`, 288],
    [`/api/files/${red}/thumbnail`, 96],
  ] as const) {
    const got = await lin.asks('GET', path);
    assert.deepEqual([got.headers['content-type'], got.headers['x-content-type-options']], ['image/webp', 'nosniff']);
    assert.equal(got.headers['cache-control'], 'private, no-cache');
    const { width, height } = await sharp(got.bytes).metadata();
    assert.deepEqual([width, height], [side, side]);
  }
  assert.equal((await server.visitor().asks('GET', `/api/files/${red}`)).code, 'not_logged_in');
  assert.equal((await ada.asks('DELETE', `/api/uploads/${red}`)).code, 'not_found', 'it is no upload any more');
  assert.deepEqual(await kept(), [red, `${red}.thumb`]);

  const blue = await sets('blue');
  assert.deepEqual(await kept(), [blue, `${blue}.thumb`]);
  assert.equal((await lin.asks('GET', `/api/files/${red}`)).code, 'not_found');
  const people = await lin.asks('GET', '/api/accounts?search=Ada');
  assert.equal(people.body.people[0].picture, blue);

  const removed = await ada.asks('DELETE', PATH);
  assert.equal('picture' in accountAnswerSchema.parse(removed.body).account, false);
  assert.equal((await ada.asks('DELETE', PATH)).status, 200, 'there is none, and that is what was asked');
  assert.deepEqual(await kept(), []);
});

test('F8: what makes no picture is refused and changes nothing', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const { picture } = (await ada.asks('PUT', PATH, { raw: await image('red').webp().toBuffer() })).body.account;
  const code = async (raw: string | Buffer, headers = {}) => (await ada.asks('PUT', PATH, { raw, headers })).code;
  assert.equal(
    await code('<svg xmlns="http://www.w3.org/2000/svg"/>', { 'content-type': 'image/svg+xml' }),
    'image_unreadable',
  );
  assert.equal(await code('{"picture":"x"}'), 'image_unreadable');
  assert.equal(await code(''), 'bad_request');
  assert.equal(await code('x', { 'content-length': String(LIMITS.pictureBytes + 1) }), 'file_too_large');
  assert.equal((await ada.asks('PATCH', '/api/account', { body: { picture } })).code, 'bad_request');
  assert.equal((await server.visitor().asks('PUT', PATH, { raw: 'x' })).code, 'not_logged_in');
  assert.equal((await ada.asks('GET', '/api/session')).body.account.picture, picture);
  assert.deepEqual(await filesOf(server), [picture, `${picture}.thumb`]);
});

/** What there is of files, by name. */
async function filesOf({ services }: TestServer): Promise<string[]> {
  return (await readdir(join(services.config.dataFolder, 'files'))).sort();
}
