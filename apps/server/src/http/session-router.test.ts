import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionsSchema, sessionViewSchema } from '@skein/protocol/rest';
import jwt from 'jsonwebtoken';
import { HashQueue } from '../accounts/hash-queue.ts';
import { SESSION_LIFETIME_MS } from '../accounts/sessions.ts';
import { TOKEN_LIFETIME_MS } from '../accounts/tokens.ts';
import { RATES } from '../limits/limits.ts';
import { PASSWORD, startTestServer, TEST_COSTS, type TestServer } from './testing/test-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

test('the cookie is out of reach for scripts and other sites and lasts as long as the session', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  assert.match(
    ada.setCookie!,
    new RegExp(`^skein-${server.port}=[\\w.-]+; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict$`),
  );
});

test('under https the cookie belongs to this host alone', async () => {
  await using server = await startTestServer({ config: { publicUrl: 'https://chat.example.org' } });
  const ada = await server.member('Ada');
  assert.match(ada.setCookie!, /^__Host-skein=[\w.-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  assert.equal((await ada.asks('GET', '/api/session')).status, 200);
});

test('a wrong name and a wrong password look the same', async () => {
  await using server = await startTestServer();
  await server.member('Ada');
  const wrongName = await server.visitor().logsIn('Nobody', 'wrong password');
  const wrongPassword = await server.visitor().logsIn('Ada', 'wrong password');
  const noLogin = await server.visitor().logsIn('Server', '');
  for (const answered of [wrongName, wrongPassword, noLogin]) {
    assert.deepEqual([answered.status, answered.text], [401, '{"error":{"code":"wrong_credentials"}}']);
  }
  assert.deepEqual(Object.keys(wrongName.headers).sort(), Object.keys(wrongPassword.headers).sort());
});

test('a wrong name costs a hash like a wrong password', async () => {
  const verified: (string | undefined)[] = [];
  const hasher = new HashQueue({ costs: TEST_COSTS });
  const watched = {
    hash: hasher.hash.bind(hasher),
    verify: (hash: string | undefined, password: string) => (verified.push(hash), hasher.verify(hash, password)),
  };
  await using server = await startTestServer({ hasher: watched });
  await server.member('Ada');
  await server.visitor().logsIn('Nobody', PASSWORD);
  await server.visitor().logsIn('Ada', 'wrong password');
  assert.deepEqual(
    verified.map((hash) => hash?.slice(0, 9)),
    [undefined, '$argon2id'],
  );
});

test('who writes the name in another case or with a space around it still logs in', async () => {
  await using server = await startTestServer();
  await server.member('Ada Lovelace');
  for (const name of ['ada lovelace', ' Ada Lovelace ', 'ＡＤＡ LOVELACE'])
    assert.equal((await server.visitor().logsIn(name)).status, 200);
});

test('failures are slowed for one name from one address, and nobody else', async () => {
  await using server = await startTestServer({ config: { trustProxy: ['127.0.0.1'] } });
  const from = (address: string) => server.visitor({ 'x-forwarded-for': address });
  await server.member('Ada');
  await server.member('Lin');
  for (let index = 0; index < RATES.failure.burst; index++) {
    assert.equal((await from('10.1.1.1').logsIn('Ada', 'wrong password')).code, 'wrong_credentials');
  }
  const slowed = await from('10.1.1.1').logsIn('Ada');
  assert.deepEqual([slowed.status, slowed.code], [429, 'too_many_requests']);
  assert.equal(slowed.headers['retry-after'], '10');
  assert.equal((await from('10.1.1.1').logsIn('Lin')).status, 200, 'another name, same address');
  assert.equal((await from('10.1.1.2').logsIn('Ada')).status, 200, 'same name, another address');
  server.passTime(10_000);
  assert.equal((await from('10.1.1.1').logsIn('Ada')).status, 200, 'after a while');
});

test('names that nobody has are slowed in the same way', async () => {
  await using server = await startTestServer();
  const codes = [];
  for (let index = 0; index <= RATES.failure.burst; index++)
    codes.push((await server.visitor().logsIn('Nobody', 'wrong password')).code);
  assert.deepEqual(codes, [...Array<string>(RATES.failure.burst).fill('wrong_credentials'), 'too_many_requests']);
});

test('many guesses at once are slowed like one after the other', async () => {
  await using server = await startTestServer();
  await server.member('Ada');
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => server.visitor().logsIn('Ada', `guess ${index}`)),
  );
  assert.equal(answers.filter(({ code }) => code === 'wrong_credentials').length, RATES.failure.burst);
});

test('a class behind one address logs in at once, however often', async () => {
  await using server = await startTestServer();
  for (let index = 0; index < 3; index++) await server.member(`pupil ${index}`);
  for (let round = 0; round < 2 * RATES.failure.burst; round++) {
    assert.equal((await server.visitor().logsIn(`pupil ${round % 3}`)).status, 200);
  }
});

test('attempts of one address are limited', async () => {
  await using server = await startTestServer();
  for (let index = 0; index < RATES.attempt.burst; index++) server.services.limits.take('attempt', '127.0.0.1');
  for (const [path, body] of Object.entries({
    '/api/session': { name: 'Ada', password: PASSWORD },
    '/api/accounts': { name: 'Ada', password: PASSWORD },
    '/api/password-reset': { token: 'x', password: PASSWORD },
  })) {
    const answered = await server.visitor().asks('POST', path, { body });
    assert.deepEqual([answered.status, answered.code], [429, 'too_many_requests'], path);
    assert.ok(Number(answered.headers['retry-after']) >= 1);
  }
});

test('when passwords cannot be hashed now, the answer says when', async () => {
  const hasher = new HashQueue({ costs: TEST_COSTS, capacity: 0 });
  await using server = await startTestServer({ hasher });
  for (const [path, name] of [
    ['/api/session', 'Ada'],
    ['/api/accounts', 'Lin'],
  ] as const) {
    const answered = await server.visitor().asks('POST', path, { body: { name, password: PASSWORD } });
    assert.deepEqual([answered.status, answered.code], [503, 'busy']);
    assert.ok(Number(answered.headers['retry-after']) >= 1);
  }
});

test('a hash of lower costs is made anew when its owner logs in', async () => {
  await using server = await startTestServer({ hasher: new HashQueue({ costs: { ...TEST_COSTS, memoryKib: 32 } }) });
  await server.member('Ada');
  await using later = await startTestServer({ reads: server.services.reads, submit: server.services.submit });
  const hashOf = async () => (await server.services.reads.accountByLoginKey('ada'))!.passwordHash;
  assert.match(await hashOf(), /m=32,/);
  assert.equal((await later.visitor().logsIn('Ada', 'wrong password')).status, 401);
  assert.match(await hashOf(), /m=32,/);
  assert.equal((await later.visitor().logsIn('Ada')).status, 200);
  const renewed = await hashOf();
  assert.match(renewed, /m=64,/);
  assert.equal((await later.visitor().logsIn('Ada')).status, 200);
  assert.equal(await hashOf(), renewed, 'once is enough');
});

test('logging out ends the session at once and takes the cookie', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const { token } = ada;
  assert.equal((await ada.asks('DELETE', '/api/session')).status, 204);
  assert.match(ada.setCookie!, /^skein-\d+=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal(ada.cookies.size, 0);
  const replayed = await server
    .visitor()
    .asks('GET', '/api/session', { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual([replayed.status, replayed.text], [204, '']);
  assert.equal((await ada.asks('DELETE', '/api/session')).status, 204, 'once more does no harm');
});

test('the cookie stays when the session could not be ended', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const failing = { ok: false, error: { code: 'storage_failed' } } as const;
  await using broken = await startTestServer({ reads: server.services.reads, submit: async () => failing });
  const answered = await broken
    .visitor()
    .asks('DELETE', '/api/session', { headers: { authorization: `Bearer ${ada.token}` } });
  assert.deepEqual(
    [answered.status, answered.code, answered.headers['set-cookie']],
    [503, 'storage_failed', undefined],
  );
});

test('a program may send its token as a bearer and gets no cookie for it', async () => {
  await using server = await startTestServer();
  const { token } = await server.member('Ada');
  server.passTime(TOKEN_LIFETIME_MS);
  const answered = await server
    .visitor()
    .asks('GET', '/api/session', { headers: { authorization: `bearer ${token}` } });
  assert.equal(answered.status, 200);
  sessionViewSchema.strict().parse(answered.body);
  assert.equal(answered.headers['set-cookie'], undefined);
});

test('a young token is not renewed, an older one is, and both go on working', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const first = ada.token;
  server.passTime(TOKEN_LIFETIME_MS / 2 - 2_000);
  assert.equal((await ada.asks('GET', '/api/session')).headers['set-cookie'], undefined);
  server.passTime(4_000);
  assert.ok((await ada.asks('GET', '/api/rooms')).headers['set-cookie'], 'any request renews');
  assert.notEqual(ada.token, first);
  const otherTab = await server
    .visitor()
    .asks('GET', '/api/session', { headers: { cookie: `skein-${server.port}=${first}` } });
  assert.equal(otherTab.status, 200);
});

test('a token past its life is renewed as long as its session lives', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  server.passTime(29 * DAY_MS);
  const answered = await ada.asks('GET', '/api/session');
  assert.equal(answered.status, 200);
  assert.equal(answered.body.expiresAt, server.services.now() + SESSION_LIFETIME_MS);
  assert.match(ada.setCookie!, /Max-Age=2592000;/);
  server.passTime(29 * DAY_MS);
  assert.equal((await ada.asks('GET', '/api/session')).status, 200, 'the row was moved too');
});

test('a session that nobody used for 30 days has ended', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  server.passTime(30 * DAY_MS);
  assert.equal((await ada.asks('GET', '/api/session')).status, 204);
});

test('a session row is moved at most once a day', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const renewals = () => server.commands.filter((kind) => kind === 'renew-session').length;
  server.passTime(DAY_MS - 1_000);
  await ada.asks('GET', '/api/session');
  assert.equal(renewals(), 0);
  server.passTime(1_000);
  for (let index = 0; index < 3; index++) await ada.asks('GET', '/api/session');
  assert.equal(renewals(), 1);
});

test('a forged or foreign token is no session', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const claims = jwt.decode(ada.token) as jwt.JwtPayload;
  const unsigned = (header: object) =>
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const secret = server.services.tokenKey;
  const { iss: _iss, aud: _aud, ...rest } = claims;
  const forged = [
    `${unsigned({ alg: 'none', typ: 'JWT' })}.`,
    `${unsigned({ alg: 'HS256', typ: 'JWT' })}.AAAA`,
    jwt.sign(claims, 'another secret'),
    jwt.sign(claims, secret, { algorithm: 'HS512' }),
    jwt.sign({ ...rest, iss: 'skein', aud: 'other' }, secret),
    jwt.sign({ ...rest, iss: 'other', aud: 'skein' }, secret),
    jwt.sign({ ...claims, sid: 7 }, secret),
    jwt.sign({ ...claims, sub: 'somebody-else' }, secret),
    jwt.sign({ ...claims, sid: "' or 1=1 --" }, secret),
    ada.token.slice(0, -2),
    'x',
  ];
  for (const token of forged) {
    const answered = await server
      .visitor()
      .asks('GET', '/api/session', { headers: { cookie: `skein-${server.port}=${token}` } });
    assert.deepEqual([answered.status, answered.text], [204, ''], token);
  }
});

test('the cookie of a Skein on another port of this host is not read', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  assert.equal((await ask(server, `skein-${server.port + 1}=${ada.token}`)).status, 204);
  assert.equal((await ask(server, `skein-${server.port + 1}=junk; skein-${server.port}=${ada.token}`)).status, 200);
});

function ask(server: TestServer, cookie: string) {
  return server.visitor().asks('GET', '/api/session', { headers: { cookie } });
}

test('no password, token or cookie is logged', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const first = ada.token;
  await ada.asks('GET', '/api/accounts?search=secret-search');
  await server.visitor().logsIn('Ada', 'a wrong password');
  await ada.asks('POST', '/api/password-reset', { body: { token: 'secret-token', password: 'a new password' } });
  await ada.asks('POST', '/api/session', { raw: '{"password":"broken' });
  const all = server.logged.join('\n');
  assert.ok(all.includes('/api/accounts'));
  for (const secret of [
    first,
    PASSWORD,
    'a wrong password',
    'secret-token',
    'a new password',
    'broken',
    'secret-search',
    'skein-',
  ]) {
    assert.ok(!all.includes(secret), secret);
  }
});

test('whoever is logged in sees where else they are, and ends one or all others', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const [phone, tablet] = [server.visitor({ 'User-Agent': 'phone' }), server.visitor({ 'User-Agent': 'tablet' })];
  for (const device of [phone, tablet]) {
    server.passTime(1_000);
    const body = { name: 'Ada', password: PASSWORD };
    assert.equal((await device.asks('POST', '/api/session', { body })).status, 200);
  }
  const lin = await server.member('Lin');
  const seen = sessionsSchema.parse((await ada.asks('GET', '/api/sessions')).body).sessions;
  assert.deepEqual(seen.map(({ agent, current }) => [agent, current]).slice(0, 2), [
    ['tablet', false],
    ['phone', false],
  ]);
  assert.deepEqual(
    seen.map(({ current }) => current),
    [false, false, true],
  );
  assert.equal((await lin.asks('DELETE', `/api/sessions/${seen[1]!.id}`)).status, 204, 'nothing of hers is called so');
  assert.equal((await phone.asks('GET', '/api/session')).status, 200);
  assert.equal((await ada.asks('DELETE', `/api/sessions/${seen[1]!.id}`)).status, 204);
  assert.equal((await phone.asks('GET', '/api/session')).status, 204);
  assert.equal((await tablet.asks('GET', '/api/session')).status, 200);
  assert.equal((await ada.asks('DELETE', '/api/sessions')).status, 204);
  assert.equal((await tablet.asks('GET', '/api/session')).status, 204);
  assert.equal((await ada.asks('GET', '/api/session')).status, 200);
  assert.equal((await lin.asks('GET', '/api/session')).status, 200);
});

test('however often somebody is logged in, all other sessions end', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const { account } = sessionViewSchema.parse((await ada.asks('GET', '/api/session')).body);
  const now = server.services.now();
  const row = { account: account.id, createdAt: now, expiresAt: now + DAY_MS, address: '', agent: '' };
  for (let count = 0; count < 250; count++) {
    const session = { ...row, id: `thief-${count}` };
    assert.ok((await server.services.submit({ kind: 'open-session', session, rehashed: undefined })).ok);
  }
  assert.equal((await ada.asks('DELETE', '/api/sessions')).status, 204);
  const left = sessionsSchema.parse((await ada.asks('GET', '/api/sessions')).body).sessions;
  assert.deepEqual(
    left.map(({ current }) => current),
    [true],
  );
});
