import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { CONNECTIONS_PER_ADDRESS, fillAddress } from './full-address.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { upgrade, type UpgradeOptions } from './wire.ts';

suite('upgrades', () => {
  let house: House;
  let cookie: string;
  const open: IncomingMessage[] = [];

  before(async () => {
    house = await House.open({ args: ['--workers', '3'] });
    cookie = house.operator.node.jar.header;
  });
  after(async () => {
    for (const { socket } of open) socket.destroy();
    await house[Symbol.asyncDispose]();
  });

  test('C1: are granted to who is logged in, by cookie or by token', async () => {
    const token = cookie.split('=')[1]!;
    assert.equal((await asks({})).statusCode, 101);
    assert.equal((await asks({ headers: { authorization: `Bearer ${token}` } })).statusCode, 101);
    assert.equal(
      (await asks({ headers: { cookie, origin: house.url, 'sec-fetch-site': 'same-origin' } })).statusCode,
      101,
    );
  });

  const REFUSED: Readonly<
    Record<string, { readonly status: number; readonly code: string; readonly asks: UpgradeOptions }>
  > = {
    'without a session': { status: 401, code: 'not_logged_in', asks: { headers: { cookie: '' } } },
    'with a forged session': {
      status: 401,
      code: 'not_logged_in',
      asks: { headers: { cookie: '', authorization: 'Bearer a.b.c' } },
    },
    'from another origin': {
      status: 403,
      code: 'forbidden_origin',
      asks: { headers: { origin: 'https://evil.example' } },
    },
    'from a page without an origin': { status: 403, code: 'forbidden_origin', asks: { headers: { origin: 'null' } } },
    'from another site': {
      status: 403,
      code: 'forbidden_origin',
      asks: { headers: { 'sec-fetch-site': 'cross-site' } },
    },
    'at another path': { status: 404, code: 'not_found', asks: { path: '/ws/' } },
    'at a path of the API': { status: 404, code: 'not_found', asks: { path: '/api/session' } },
  };
  for (const [name, { status, code, asks: options }] of Object.entries(REFUSED)) {
    test(`C1: ${name} are answered ${status}`, async () => {
      const answer = await asks(options);
      assert.equal(answer.statusCode, status);
      assert.deepEqual(await json(answer), { error: { code } });
    });
  }

  const skip = MODE.isPerConnection && 'there are never so many where each has a worker of its own';
  test(
    'C1: connections of one address are limited over all workers, and others are not touched by it',
    { skip },
    async () => {
      using full = await fillAddress(house, '127.0.0.9');
      assert.equal(full.granted, CONNECTIONS_PER_ADDRESS);
      const refused = full.refusal;
      assert.equal(refused.statusCode, 429);
      assert.ok(Number(refused.headers['retry-after']) > 0);
      const { error } = (await json(refused)) as { error: { code: string; retryAfterMs: number } };
      assert.equal(error.code, 'too_many_connections');
      assert.ok(error.retryAfterMs > 0);
      assert.equal((await asks({ localAddress: '127.0.0.10' })).statusCode, 101);
      assert.deepEqual(house.errors(), []);
    },
  );

  async function asks({ headers, ...options }: UpgradeOptions): Promise<IncomingMessage> {
    const answer = await upgrade(house.url, { headers: { cookie, ...headers }, ...options });
    if (answer.statusCode === 101) open.push(answer);
    return answer;
  }
});
