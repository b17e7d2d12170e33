import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ask } from '../background/tasks.ts';
import { accepted } from '../result.ts';
import { startTestServer } from './testing/test-server.ts';

const SUBSCRIPTION = {
  endpoint: 'https://push.example.org/device',
  keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) },
};

test('a session’s device is told from when its subscription is put, and no more once it is deleted', async () => {
  const asked: object[] = [];
  const ask = (async (task: { kind: string }) => {
    asked.push(task);
    return accepted(task.kind === 'push-key' ? 'the key' : undefined);
  }) as Ask;
  await using server = await startTestServer({ ask });
  const ada = await server.member('Ada');
  assert.deepEqual((await ada.asks('GET', '/api/push')).body, { key: 'the key' });
  assert.equal((await ada.asks('PUT', '/api/push', { body: SUBSCRIPTION })).status, 204);
  assert.equal((await ada.asks('DELETE', '/api/push', { body: { endpoint: SUBSCRIPTION.endpoint } })).status, 204);
  const account = await ada.id();
  const [, put, deleted] = asked as { kind: string; account: string; session: string }[];
  assert.deepEqual([put?.kind, put?.account, typeof put?.session], ['push-subscribe', account, 'string']);
  assert.deepEqual(deleted, { kind: 'push-forget', endpoint: SUBSCRIPTION.endpoint, account });
});

test('strangers, and subscriptions that are none, are refused', async () => {
  await using server = await startTestServer();
  const stranger = server.visitor();
  for (const method of ['GET', 'PUT', 'DELETE'])
    assert.equal((await stranger.asks(method, '/api/push', { body: SUBSCRIPTION })).code, 'not_logged_in');
  const ada = await server.member('Ada');
  for (const wrong of [
    { ...SUBSCRIPTION, endpoint: 'http://push.example.org/device' },
    { ...SUBSCRIPTION, endpoint: 'file:///etc/passwd' },
    { ...SUBSCRIPTION, endpoint: `https://push.example.org/${'x'.repeat(3_000)}` },
    { ...SUBSCRIPTION, keys: { p256dh: 'short', auth: 'a'.repeat(22) } },
    { endpoint: SUBSCRIPTION.endpoint },
  ]) {
    const refused = await ada.asks('PUT', '/api/push', { body: wrong });
    assert.deepEqual([refused.status, refused.code], [400, 'bad_request'], JSON.stringify(wrong).slice(0, 80));
  }
  assert.equal((await ada.asks('PUT', '/api/push', { body: SUBSCRIPTION })).code, 'busy');
});
