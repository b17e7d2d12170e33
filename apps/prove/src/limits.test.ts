import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import type { Refusal } from '@skein/protocol/errors';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { readLedger } from './ledger.ts';
import { type Person, registered } from './person.ts';
import { until } from './until.ts';
import { liveWire } from './wire.ts';

const WORKERS = 4;
const SOCKETS = 4;
const POSTS_EACH = 120;
/** Posts of one account at once, and failed log-ins of one account from one address. */
const POST_BURST = 240;
const FAILURES = 5;

suite('limits hold over all workers', () => {
  let house: House;
  let ada: Person;
  let lin: Person;

  before(async () => {
    house = await House.open({ args: ['--workers', String(WORKERS)] });
    [ada, lin] = await Promise.all([registered(house.url, 'ada'), registered(house.url, 'lin')]);
  });
  after(() => house[Symbol.asyncDispose]());

  test('an account that posts too fast is slowed on every worker together, and loses nothing, not even order', async () => {
    using chats = await until('clients on several workers', async () => {
      const attempt = await connected(Array.from({ length: SOCKETS }, () => ada));
      const workers = new Set(
        (await house.clients()).filter(({ account }) => account === ada.account.id).map(({ worker }) => worker),
      );
      if (workers.size >= MODE.spreadOver(2)) return attempt;
      attempt[Symbol.dispose]();
      return undefined;
    });
    for (let line = 0; line < POSTS_EACH; line++)
      for (const [index, chat] of chats.entries()) chat.says(`line ${line} of ${index}`);
    await assertWholeStory(house, chats);
    for (const { refused, errors } of chats) assert.deepEqual([[...refused], errors], [[], []]);
  });

  test('the refusal says when to try again, and what comes behind it waits too', async () => {
    using wires = await wiresOf(lin);
    for (const [index, wire] of wires.entries()) {
      for (let post = 0; post < POST_BURST; post++)
        wire.send({ t: 'post', id: `${index}-rates-${String(post).padStart(10, '0')}`, room: LOBBY, body: 'x' });
    }
    const answers = (): number =>
      wires.reduce((sum, wire) => sum + wire.of('ack').length + wire.of('refused').length, 0);
    await until('all answers', () => answers() === SOCKETS * POST_BURST);
    const refusals: readonly Refusal[] = wires.flatMap((wire) => wire.of('refused').map(({ error }) => error));
    const acks = SOCKETS * POST_BURST - refusals.length;
    assert.ok(acks >= POST_BURST && refusals.length > 0, `${acks} were taken`);
    for (const { code, retryAfterMs } of refusals) {
      assert.equal(code, 'too_many_requests');
      assert.ok(retryAfterMs! > 0);
    }
    // P4: on each connection nothing was taken after the first refusal.
    for (const wire of wires) {
      const taken = wire.of('ack').map(({ id }) => id);
      const refusedIds = wire.of('refused').map(({ id }) => id);
      assert.ok(refusedIds.length === 0 || taken.every((id) => id < refusedIds[0]!));
    }
    assert.equal(
      readLedger(house.dataFolder)
        .rooms.get(LOBBY)!
        .filter(({ by }) => by === lin.account.id).length,
      acks,
    );
  });

  test('failed log-ins slow their account and address together, and nobody else', async () => {
    const wrong = { name: 'ada', password: 'a guess' };
    const right = { name: 'Ada', password: ada.password };
    assert.ok((await failUntilSlowed(wrong)) >= FAILURES);
    const slowed = await until('the right password to be slowed', async () => {
      const answer = await logIn(right);
      if (answer.status !== 429) await failUntilSlowed(wrong);
      return answer.status === 429 && answer;
    });
    assert.equal(slowed.error?.code, 'too_many_requests');
    assert.ok(slowed.error.retryAfterMs! > 0);
    assert.equal((await logIn(right, '127.0.0.2')).status, 200, 'the same account from another address');
    assert.equal(
      (await logIn({ name: 'lin', password: lin.password })).status,
      200,
      'another account from the same address',
    );
    assert.equal((await ada.rest.session()).ok, true, 'a session that is there');
  });

  test('a wrong name and a wrong password are answered alike', async () => {
    const [name, password] = [
      await logIn({ name: 'nobody at all', password: 'a guess' }, '127.0.0.3'),
      await logIn({ name: 'lin', password: 'a guess' }, '127.0.0.3'),
    ];
    assert.equal(name.status, 401);
    assert.deepEqual(name, password);
    // A name that nobody has is slowed like any other.
    assert.ok((await failUntilSlowed({ name: 'nobody else', password: 'a guess' }, '127.0.0.4')) >= FAILURES);
  });

  /** Time gives one back in ten seconds: a few of them where each connection needs a worker. @returns how many failed */
  async function failUntilSlowed(wrong: LogIn, localAddress?: string): Promise<number> {
    for (let failures = 0; failures <= 4 * FAILURES; failures++) {
      const { status } = await logIn(wrong, localAddress);
      if (status === 429) return failures;
      assert.equal(status, 401);
    }
    throw new Error('no failed log-in was slowed');
  }

  async function wiresOf(person: Person) {
    const wires = await Promise.all(
      Array.from({ length: SOCKETS }, () => liveWire(person, house.url, { v: PROTOCOL_VERSION })),
    );
    return Object.assign(wires, { [Symbol.dispose]: () => wires.forEach((wire) => wire[Symbol.dispose]()) });
  }

  interface LogIn {
    readonly name: string;
    readonly password: string;
  }

  interface LogInAnswer {
    readonly status: number | undefined;
    readonly error: Refusal | undefined;
    readonly headers: readonly string[];
  }

  async function logIn(body: LogIn, localAddress = '127.0.0.1'): Promise<LogInAnswer> {
    const headers = { 'content-type': 'application/json' };
    const asked = request(`${house.url}/api/session`, { method: 'POST', headers, agent: false, localAddress });
    asked.end(JSON.stringify(body));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const { error } = (await json(answer)) as { error?: Refusal };
    return { status: answer.statusCode, error, headers: Object.keys(answer.headers).toSorted() };
  }
});
