import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountAnswerSchema, personAnswerSchema } from '@skein/protocol/rest';
import { PASSWORD, startTestServer } from './testing/test-server.ts';

test('A1, A4: an account changes its name and profile, and everybody sees them on its card', async () => {
  await using server = await startTestServer();
  const [ada, lin] = [await server.member('Ada'), await server.member('Lin')];
  const status = { emoji: '🧶', text: 'winding', until: 9_000 };
  const settings = { status, timeZone: 'Europe/Berlin', quietHours: { from: 0, to: 420 } };
  const changed = await ada.asks('PATCH', '/api/account', { body: { name: 'Countess', ...settings } });
  assert.equal(changed.status, 200);
  const { account } = accountAnswerSchema.parse(changed.body);
  assert.partialDeepStrictEqual(account, { login: 'Ada', name: 'Countess', ...settings });
  assert.deepEqual((await ada.asks('GET', '/api/session')).body.account, account);

  const seen = await lin.asks('GET', `/api/accounts/${account.id}`);
  assert.deepEqual(personAnswerSchema.parse(seen.body).person, {
    id: account.id,
    ...{ name: 'Countess', login: 'Ada', kind: 'person', role: 'member' },
    ...settings,
  });
  const cleared = await ada.asks('PATCH', '/api/account', { body: { status: null, timeZone: null } });
  assert.equal('status' in cleared.body.account, false);
  assert.deepEqual(cleared.body.account.quietHours, settings.quietHours, 'what is not named stays');
});

test('A3: who knows the present password sets another, which ends all other sessions', async () => {
  await using server = await startTestServer();
  const [ada, lin] = [await server.member('Ada'), await server.member('Lin')];
  const change = (body: unknown) => ada.asks('PUT', '/api/account/password', { body });
  const current = PASSWORD;
  assert.equal((await change({ current: 'not this one', password: 'an even better one' })).code, 'wrong_credentials');
  assert.equal((await change({ current, password: 'short' })).code, 'password_too_short');
  assert.equal((await change({ current })).code, 'bad_request');

  const elsewhere = server.visitor();
  await elsewhere.logsIn('Ada');
  assert.equal((await change({ current, password: 'an even better one' })).status, 204);
  assert.equal((await ada.asks('GET', '/api/session')).status, 200, 'the one that asked stays');
  assert.equal((await elsewhere.asks('GET', '/api/session')).status, 204, 'the others have ended');
  assert.equal((await lin.asks('GET', '/api/session')).status, 200);
  assert.equal((await server.visitor().logsIn('Ada')).code, 'wrong_credentials');
  assert.equal((await server.visitor().logsIn('Ada', 'an even better one')).status, 200);
});

test('A1: what cannot be is refused', async () => {
  await using server = await startTestServer();
  const [ada, lin] = [await server.member('Ada'), await server.member('Lin')];
  const code = async (body: unknown) => (await ada.asks('PATCH', '/api/account', { body })).code;
  assert.equal(await code({ name: 'Lin' }), 'name_taken');
  assert.equal(await code({ name: 'L\u0456n' }), 'name_invalid');
  for (const wrong of [
    { timeZone: 'Europe/Atlantis' },
    { status: { emoji: '', text: ' ' } },
    { status: { emoji: '', text: 'two\nlines' } },
    { status: { emoji: '', text: 'x'.repeat(101) } },
    { quietHours: { from: 0, to: 1440 } },
    { blocked: [] },
    { roomOrder: 'size' },
    { role: 'operator' },
  ])
    assert.equal(await code(wrong), 'bad_request', JSON.stringify(wrong));
  assert.equal((await ada.asks('GET', '/api/accounts/nobody')).code, 'not_found');
  assert.equal((await ada.asks('PUT', '/api/account/blocked/nobody')).code, 'not_found');
  assert.equal((await ada.asks('PUT', `/api/account/blocked/${await lin.id()}`)).status, 204);
  assert.deepEqual((await ada.asks('GET', '/api/session')).body.account.blocked, [await lin.id()]);
  assert.equal((await ada.asks('DELETE', `/api/account/blocked/${await lin.id()}`)).status, 204);
  assert.equal('blocked' in (await ada.asks('GET', '/api/session')).body.account, false);
});

test('N1: a member sets what a room notifies of; others are refused', async () => {
  await using server = await startTestServer();
  const [ada, lin] = [await server.member('Ada'), await server.member('Lin')];
  const room = await ada.makesRoom('Tea', 'private');
  const set = (who: typeof ada, body: unknown) => who.asks('PUT', `/api/rooms/${room}/preferences`, { body });
  assert.equal((await set(ada, { level: 'all', mutedUntil: 5, pinned: true })).status, 204);
  const view = await ada.asks('GET', `/api/rooms/${room}`);
  assert.deepEqual(view.body.room.preferences, { level: 'all', mutedUntil: 5, pinned: true });
  for (const wrong of [{ level: 'loud' }, { mutedUntil: -1 }, { pinned: 1 }, { seq: 1 }])
    assert.equal((await set(ada, wrong)).code, 'bad_request', JSON.stringify(wrong));
  assert.equal((await set(lin, {})).code, 'not_a_member');
});
