import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resetLinkSchema, serverViewSchema, sessionViewSchema } from '@skein/protocol/rest';
import { RATES } from '../limits/limits.ts';
import { PASSWORD, SETUP_TOKEN, startTestServer } from './testing/test-server.ts';

const register = (name: string, rest: object = {}) => ({ body: { name, password: PASSWORD, ...rest } });

test('who registers is logged in at once', async () => {
  await using server = await startTestServer();
  const ada = server.visitor();
  const answered = await ada.asks('POST', '/api/accounts', register('Ada'));
  assert.equal(answered.status, 201);
  const { account } = sessionViewSchema.strict().parse(answered.body);
  assert.deepEqual({ ...account, id: '' }, { id: '', kind: 'person', role: 'member', login: 'Ada', name: 'Ada' });
  assert.equal((await ada.asks('GET', '/api/session')).body.account.id, account.id);
});

test('a name that is taken, or looks like one that is, is refused', async () => {
  await using server = await startTestServer();
  await server.member('paypal');
  for (const name of ['paypal', 'PayPal', 'ｐａｙｐａｌ', 'paypaI', 'раура\u04c0', 'Server', 'server']) {
    const answered = await server.visitor().asks('POST', '/api/accounts', register(name));
    assert.deepEqual([answered.status, answered.code], [409, 'name_taken'], name);
  }
});

test('an invalid name is refused with its reason', async () => {
  await using server = await startTestServer();
  const answered = await server.visitor().asks('POST', '/api/accounts', register('аdmin'));
  assert.equal(answered.status, 400);
  assert.deepEqual(answered.body.error, { code: 'name_invalid', params: { reason: 'mixed_scripts' } });
});

test('a password has 8 to 1,024 characters of any kind', async () => {
  await using server = await startTestServer();
  const tries = [
    ['1234567', 'password_too_short'],
    ['🧶'.repeat(7), 'password_too_short'],
    ['x'.repeat(1025), 'password_too_long'],
    ['12345678', undefined],
    ['🧶'.repeat(1024), undefined],
    [' \0\n\u202e    ', undefined],
  ] as const;
  for (const [index, [password, code]] of tries.entries()) {
    const name = `person ${index}`;
    const answered = await server.visitor().asks('POST', '/api/accounts', { body: { name, password } });
    assert.equal(answered.code, code);
    if (!code) assert.equal((await server.visitor().logsIn(name, password)).status, 200);
  }
});

test('a password is the same however its letters were composed', async () => {
  await using server = await startTestServer();
  await server.visitor().asks('POST', '/api/accounts', { body: { name: 'Zoé', password: 'me\u0301lodie-x' } });
  assert.equal((await server.visitor().logsIn('Zoe\u0301', 'm\u00e9lodie-x')).status, 200);
});

test("the first run's link makes one operator and says who may register", async () => {
  await using server = await startTestServer();
  const before = serverViewSchema.strict().parse((await server.visitor().asks('GET', '/api/server')).body);
  assert.deepEqual([before.unclaimed, before.registration], [true, 'open']);

  const setup = { token: SETUP_TOKEN, registration: 'code', code: 'open sesame' };
  const made = await server.visitor().asks('POST', '/api/accounts', register('Olga', { setup }));
  assert.equal(made.body.account.role, 'operator');
  const after = (await server.visitor().asks('GET', '/api/server')).body;
  assert.deepEqual([after.unclaimed, after.registration], [false, 'code']);

  const again = await server.visitor().asks('POST', '/api/accounts', register('Eve', { setup }));
  assert.deepEqual([again.status, again.code], [403, 'link_invalid']);
});

test('a wrong setup token makes no operator', async () => {
  await using server = await startTestServer();
  const setup = { token: 'guessed', registration: 'closed' };
  const answered = await server.visitor().asks('POST', '/api/accounts', register('Eve', { setup }));
  assert.equal(answered.code, 'link_invalid');
  assert.equal((await server.visitor().asks('GET', '/api/server')).body.unclaimed, true);
});

test('registration by code with no code to ask for is refused', async () => {
  await using server = await startTestServer();
  const setup = { token: SETUP_TOKEN, registration: 'code' };
  const answered = await server.visitor().asks('POST', '/api/accounts', register('Olga', { setup }));
  assert.deepEqual(answered.body.error, { code: 'bad_request', params: { reason: 'code: expected string' } });
});

test('with the policy "code" only who knows it registers, before any hash is made', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  await operator.asks('PUT', '/api/operator/registration', { body: { policy: 'code', code: 'open sesame' } });
  const registrations = server.commands.filter((kind) => kind === 'register').length;
  for (const code of [undefined, '', 'open', 'open sesame ']) {
    const answered = await server.visitor().asks('POST', '/api/accounts', register('Ada', { code }));
    assert.deepEqual([answered.status, answered.code], [403, 'registration_code_wrong']);
  }
  assert.equal(server.commands.filter((kind) => kind === 'register').length, registrations);
  assert.equal(
    (await server.visitor().asks('POST', '/api/accounts', register('Ada', { code: 'open sesame' }))).status,
    201,
  );
});

test('wrong registration codes are slowed by address, right ones do not count', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  await operator.asks('PUT', '/api/operator/registration', { body: { policy: 'code', code: 'open sesame' } });
  for (let index = 0; index < 3; index++) {
    assert.equal(
      (await server.visitor().asks('POST', '/api/accounts', register(`n${index}`, { code: 'open sesame' }))).status,
      201,
    );
  }
  const wrong = () => server.visitor().asks('POST', '/api/accounts', register('Eve', { code: 'x' }));
  for (let index = 0; index < RATES.code.burst; index++) assert.equal((await wrong()).code, 'registration_code_wrong');
  const slowed = await wrong();
  assert.deepEqual([slowed.status, slowed.code], [429, 'too_many_requests']);
  assert.equal(slowed.headers['retry-after'], '2');
  server.passTime(2_000);
  assert.equal((await wrong()).code, 'registration_code_wrong');
});

test('with the policy "closed" nobody registers', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  await operator.asks('PUT', '/api/operator/registration', { body: { policy: 'closed' } });
  const answered = await server.visitor().asks('POST', '/api/accounts', register('Ada'));
  assert.deepEqual([answered.status, answered.code], [403, 'registration_closed']);
});

test('a reset link sets a new password once, and ends every session of the account', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  const ada = await server.member('Ada');
  const link = await operator.asks('POST', '/api/operator/accounts/ADA/reset-link');
  assert.equal(link.status, 201);
  const { url, expiresAt } = resetLinkSchema.parse(link.body);
  assert.equal(expiresAt, server.services.now() + 24 * 60 * 60 * 1000);
  const [, port, token] = /^http:\/\/127\.0\.0\.1:(\d+)\/chat\/#reset=([\w-]{32})$/.exec(url)!;
  assert.equal(Number(port), server.port);

  const short = await server.visitor().asks('POST', '/api/password-reset', { body: { token, password: 'short' } });
  assert.equal(short.code, 'password_too_short');
  const reset = () =>
    server.visitor().asks('POST', '/api/password-reset', { body: { token, password: 'battery staple' } });
  assert.equal((await reset()).status, 204);
  assert.deepEqual([(await reset()).status, (await reset()).code], [403, 'link_invalid']);
  assert.equal((await ada.asks('GET', '/api/session')).status, 204);
  assert.equal((await server.visitor().logsIn('Ada')).code, 'wrong_credentials');
  assert.equal((await server.visitor().logsIn('Ada', 'battery staple')).status, 200);
});

test('a reset link is good for a day', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  await server.member('Ada');
  const { url } = (await operator.asks('POST', '/api/operator/accounts/Ada/reset-link')).body;
  server.passTime(24 * 60 * 60 * 1000);
  const body = { token: url.split('=')[1], password: 'battery staple' };
  assert.equal((await server.visitor().asks('POST', '/api/password-reset', { body })).code, 'link_invalid');
});

test('people are found by how their name begins, in any case', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  await server.member('Adam Ångström');
  await server.member('Lin');
  const found = await ada.asks('GET', `/api/accounts?search=${encodeURIComponent('AD')}`);
  assert.deepEqual(
    found.body.people.map(({ login }: { login: string }) => login),
    ['Ada', 'Adam Ångström'],
  );
  assert.deepEqual(Object.keys(found.body.people[0]).sort(), ['id', 'login', 'name']);
  assert.equal((await server.visitor().asks('GET', '/api/accounts?search=a')).status, 401);
});
