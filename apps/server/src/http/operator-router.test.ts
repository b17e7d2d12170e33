import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientListSchema } from '@skein/protocol/rest';
import { startTestServer } from './testing/test-server.ts';

const DOORS: [string, string, unknown?][] = [
  ['GET', '/api/operator/clients'],
  ['DELETE', '/api/operator/clients/1-1'],
  ['GET', '/api/operator/registration'],
  ['PUT', '/api/operator/registration', { policy: 'closed' }],
  ['POST', '/api/operator/accounts/Ada/reset-link'],
];

const CLIENT = {
  ...{ id: '1-1', account: 'a', name: 'Ada', address: '127.0.0.1', worker: 2, rooms: 3, since: 4 },
  ...{ messagesIn: 5, messagesOut: 6, bytesBuffered: 7 },
};

test('only operators get in: 401 without a session, 403 for everybody else', async () => {
  await using server = await startTestServer();
  await server.operator();
  const ada = await server.member('Ada');
  server.clients.push(CLIENT);
  for (const [method, path, body] of DOORS) {
    const stranger = await server.visitor().asks(method, path, { body });
    assert.deepEqual([stranger.status, stranger.code], [401, 'not_logged_in'], path);
    const member = await ada.asks(method, path, { body });
    assert.deepEqual([member.status, member.code], [403, 'forbidden'], path);
  }
  assert.equal(server.clients.length, 1);
  assert.equal((await server.services.reads.server()).registration, 'open');
});

test('the list of clients has everything promised and nothing else', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  server.clients.push({ ...CLIENT, session: 'a secret', token: 'a secret' } as never);
  const answered = await operator.asks('GET', '/api/operator/clients');
  assert.equal(answered.status, 200);
  assert.deepEqual(clientListSchema.parse(answered.body), { count: 1, clients: [CLIENT] });
  assert.ok(!answered.text.includes('secret'));
});

test('an operator ends a client once', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  server.clients.push(CLIENT);
  assert.equal((await operator.asks('DELETE', '/api/operator/clients/1-1')).status, 204);
  assert.deepEqual(server.clients, []);
  for (const id of ['1-1', '..', '%2e%2e', '%00', 'a'.repeat(41)]) {
    assert.equal((await operator.asks('DELETE', `/api/operator/clients/${id}`)).code, 'not_found', id);
  }
});

test('an operator says who may register', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  const put = (body: object) => operator.asks('PUT', '/api/operator/registration', { body });
  const get = async () => (await operator.asks('GET', '/api/operator/registration')).body;
  assert.deepEqual((await put({ policy: 'code', code: 'open sesame' })).body, { policy: 'code', code: 'open sesame' });
  assert.deepEqual(await get(), { policy: 'code', code: 'open sesame' });
  assert.equal((await put({ policy: 'code' })).status, 400);
  assert.equal((await put({ policy: 'whoever' })).status, 400);
  assert.deepEqual(await get(), { policy: 'code', code: 'open sesame' });
  await put({ policy: 'closed', code: 'left over' });
  assert.deepEqual(await get(), { policy: 'closed' });
});

test('a reset link is for accounts that are there, under names as people write them', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  await server.member('José María');
  const make = (name: string) => operator.asks('POST', `/api/operator/accounts/${name}/reset-link`);
  assert.equal((await make(encodeURIComponent('JOSE\u0301 MARÍA'))).status, 201);
  assert.equal((await make('Nobody')).code, 'not_found');
  assert.equal((await make('Server')).code, 'not_found');
  assert.equal((await make('%ff')).status, 400);
});

test('only the hash of a reset link is handed to the store', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  const { url } = (await operator.asks('POST', '/api/operator/accounts/Olga/reset-link')).body;
  const token = url.split('=')[1];
  assert.equal(await server.services.reads.resetLink(token, server.services.now()), undefined);
  assert.ok(!server.logged.join('').includes(token));
});
