import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import type { Ask } from '../background/tasks.ts';
import { accepted } from '../result.ts';
import { RATES } from '../limits/limits.ts';
import type { SearchAsk } from '../search/search.ts';
import { startTestServer } from './testing/test-server.ts';

/** Answers with nothing, and keeps what was asked. */
function listener() {
  const asked: (SearchAsk & { readonly signal: AbortSignal | undefined })[] = [];
  const ask = (async (task: SearchAsk, { signal }: { signal?: AbortSignal } = {}) => {
    asked.push({ ...task, signal });
    return accepted({ hits: [] });
  }) as unknown as Ask;
  return { asked, ask };
}

test('a search is asked of the background thread, for who asks (R5)', async () => {
  const { asked, ask } = listener();
  await using server = await startTestServer({ ask });
  const ada = await server.member('ada');
  const answered = await ada.asks(
    'GET',
    `/api/search?query=${encodeURIComponent('"北京" from:lin')}&zone=Asia/Tokyo&limit=900`,
  );
  assert.equal(answered.status, 200);
  assert.deepEqual(answered.body, { hits: [] });
  await ada.asks('GET', '/api/search?query=x&order=best&after=1~2.5~3');
  const account = await ada.id();
  assert.deepEqual(
    asked.map(({ signal: _signal, now: _now, ...rest }) => rest),
    [
      {
        kind: 'search',
        account,
        typed: '"北京" from:lin',
        order: 'newest',
        after: undefined,
        limit: 50,
        zone: 'Asia/Tokyo',
      },
      { kind: 'search', account, typed: 'x', order: 'best', after: '1~2.5~3', limit: 20, zone: 'UTC' },
    ],
  );
});

test('what cannot be asked is refused with its reason', async () => {
  const { asked, ask } = listener();
  await using server = await startTestServer({ ask });
  const ada = await server.member('ada');
  for (const [query, reason] of [
    ['', /^query: /],
    [`query=${'a'.repeat(501)}`, /^query: /],
    ['query=a&query=b', /^query: /],
    ['query=a&order=worst', /^order: /],
    ['query=a&after=x', /^after: /],
    ['query=a&limit=0', /^limit: /],
    ['query=a&zone=Mars/Olympus', /^zone: not a time zone/],
    ['query=word%20before:soon', /^query: before:soon$/],
  ] as const) {
    const answered = await ada.asks('GET', `/api/search?${query}`);
    assert.equal(answered.code, 'bad_request', query);
    assert.match(answered.body.error.params.reason, reason);
  }
  assert.equal((await server.visitor().asks('GET', '/api/search?query=a')).code, 'not_logged_in');
  assert.equal(asked.length, 0);
});

test('a search is as frequent as its rate, and busy without a background thread', async () => {
  await using server = await startTestServer();
  const ada = await server.member('ada');
  const busy = await ada.asks('GET', '/api/search?query=a');
  assert.deepEqual([busy.status, busy.code, busy.headers['retry-after']], [503, 'busy', '1']);
  for (let count = 1; count < RATES.search.burst; count++) await ada.asks('GET', '/api/search?query=a');
  assert.equal((await ada.asks('GET', '/api/search?query=a')).code, 'too_many_requests');
  const lin = await server.member('lin');
  assert.equal((await lin.asks('GET', '/api/search?query=a')).code, 'busy');
});

test('whoever goes away ends their search', async () => {
  const began = Promise.withResolvers<AbortSignal>();
  const ask = ((_: unknown, { signal }: { signal: AbortSignal }) => {
    began.resolve(signal);
    return new Promise(() => undefined);
  }) as unknown as Ask;
  await using server = await startTestServer({ ask });
  const ada = await server.member('ada');
  const path = '/api/search?query=a';
  const request = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path,
    headers: { authorization: `Bearer ${ada.token}` },
  });
  request.on('error', () => undefined).end();
  const signal = await began.promise;
  const ended = new Promise((resolve) => signal.addEventListener('abort', resolve));
  request.destroy();
  await ended;
});
