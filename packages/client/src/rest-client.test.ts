import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restClient } from './rest-client.ts';

interface Call {
  readonly url: string;
  readonly init: RequestInit | undefined;
}

function clientThatAnswers(status: number, body: string): { calls: Call[]; rest: ReturnType<typeof restClient> } {
  const calls: Call[] = [];
  const answer: typeof fetch = async (url, init) => {
    calls.push({ url: url as string, init });
    return new Response(body === '' ? null : body, { status });
  };
  return { calls, rest: restClient({ base: 'http://here', fetch: answer }) };
}

test('R3: every call has its method, its path with escaped parts and its body', async () => {
  const { calls, rest } = clientThatAnswers(200, '{}');
  await rest.logIn({ name: 'ada', password: 'long enough' });
  await rest.history('a/b', { before: 9, limit: 50 });
  await rest.directory('x & y');
  await rest.removeMember('club', 'lin');
  await rest.makeResetLink('Åda Ø');
  await rest.setRegistration({ policy: 'closed' });
  assert.deepEqual(
    calls.map(({ url, init }) => [init?.method, url, init?.body]),
    [
      ['POST', 'http://here/api/session', '{"name":"ada","password":"long enough"}'],
      ['GET', 'http://here/api/rooms/a%2Fb/events?before=9&limit=50', undefined],
      ['GET', 'http://here/api/rooms?search=x+%26+y', undefined],
      ['DELETE', 'http://here/api/rooms/club/members/lin', undefined],
      ['POST', 'http://here/api/operator/accounts/%C3%85da%20%C3%98/reset-link', undefined],
      ['PUT', 'http://here/api/operator/registration', '{"policy":"closed"}'],
    ],
  );
});

test('an answer is a value, an empty one as well, and a room comes out of its wrapping', async () => {
  assert.deepEqual(await clientThatAnswers(204, '').rest.leaveRoom('club'), { ok: true, value: undefined });
  const created = await clientThatAnswers(201, '{"room":{"id":"club"}}').rest.createRoom({
    name: 'Club',
    kind: 'public',
  });
  assert.deepEqual(created, { ok: true, value: { id: 'club' } });
});

test('R1: a refusal is a result with its status', async () => {
  const { rest } = clientThatAnswers(429, '{"error":{"code":"too_many_requests","retryAfterMs":800}}');
  const error = { code: 'too_many_requests', retryAfterMs: 800 };
  assert.deepEqual(await rest.register({ name: 'ada', password: 'long enough' }), { ok: false, error, status: 429 });
});

test('whoever asks for the session and has none is not logged in', async () => {
  const nobody = { ok: false, error: { code: 'not_logged_in' }, status: 401 };
  assert.deepEqual(await clientThatAnswers(204, '').rest.session(), nobody);
  const session = { account: { id: 'ada' }, expiresAt: 5 };
  const answer = await clientThatAnswers(200, JSON.stringify(session)).rest.session();
  assert.deepEqual(answer, { ok: true, value: session });
});

test('no answer, or one that is not the server’s, is `offline`', async () => {
  const fetchThatFails: typeof fetch = () => Promise.reject(new TypeError('refused'));
  assert.deepEqual(await restClient({ base: '', fetch: fetchThatFails }).session(), { ok: false, error: 'offline' });
  const { rest } = clientThatAnswers(502, '<html>Bad gateway</html>');
  assert.deepEqual(await rest.session(), { ok: false, error: 'offline' });
  assert.deepEqual(await clientThatAnswers(503, '{}').rest.session(), { ok: false, error: 'offline' });
  assert.deepEqual(await clientThatAnswers(503, '').rest.session(), { ok: false, error: 'offline' });
  const portal = clientThatAnswers(200, '<html>Welcome to the hotel</html>');
  assert.deepEqual(await portal.rest.session(), { ok: false, error: 'offline' });
});
