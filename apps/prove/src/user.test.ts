import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { connected } from './chat.ts';
import { House } from './house.ts';
import { loggedInAgain, nodeClientOf, registered } from './person.ts';
import { type Ran, skein } from './skein.ts';
import { until } from './until.ts';

suite('skein user', () => {
  let house: House;

  before(async () => {
    house = await House.open({ args: ['--workers', '4'] });
  });
  after(() => house[Symbol.asyncDispose]());

  function user(args: readonly string[], input = ''): Promise<Ran> {
    return skein(['user', ...args, '--data', house.dataFolder], { input });
  }

  async function logIn(name: string, password: string): Promise<string> {
    const answer = await nodeClientOf(house.url).rest.logIn({ name, password });
    return answer.ok ? answer.value.account.role : answer.error === 'offline' ? 'offline' : answer.error.code;
  }

  test('disabling an account ends its clients on every worker, and nobody else’s; enabling lets it in again', async () => {
    const mallory = await registered(house.url, 'Mallory');
    const ada = await registered(house.url, 'Ada');
    const again = await loggedInAgain(mallory, house.url);
    using chats = await connected([...Array<typeof ada>(8).fill(mallory), ...Array<typeof ada>(4).fill(again), ada]);
    assert.ok(new Set((await house.clients()).map(({ worker }) => worker)).size > 1, 'they are on several workers');
    const { code, output } = await user(['disable', 'mallory']);
    assert.deepEqual([code, output], [0, 'Mallory is logged out everywhere and cannot log in.\n']);
    const [his, hers] = [chats.slice(0, 12), chats[12]!];
    await until('all his clients to end', () => his.every(({ client: { status } }) => status.state === 'ended'));
    for (const { client } of his) assert.deepEqual(client.status, { state: 'ended', reason: 'session-ended' });
    assert.ok(hers.isLive);
    assert.equal(hers.reconnects, 0);
    assert.equal(await logIn('Mallory', mallory.password), 'wrong_credentials');
    const kept = await mallory.rest.session();
    assert.ok(!kept.ok && kept.error !== 'offline' && kept.status === 401);
    await user(['enable', 'Mallory']);
    assert.equal(await logIn('Mallory', mallory.password), 'member');
  });

  test('a running server makes accounts, sets passwords and makes operators', async () => {
    const added = await user(['add', 'Lin'], 'first password\n');
    assert.deepEqual(added, { code: 0, output: 'Lin can log in now.\n', errors: '' });
    assert.equal(await logIn('Lin', 'first password'), 'member');
    assert.equal((await user(['password', 'LIN'], 'second password')).code, 0);
    assert.equal((await user(['operator', 'Lin'])).code, 0);
    assert.equal(await logIn('Lin', 'first password'), 'wrong_credentials');
    assert.equal(await logIn('Lin', 'second password'), 'operator');
    assert.equal((await user(['operator', 'Lin', '--revoke'])).code, 0);
    assert.equal(await logIn('Lin', 'second password'), 'member');
  });

  test('what cannot be is one line', async () => {
    for (const [args, input, line] of [
      [['add', 'Operator'], 'long enough', /Another account or room has this name/],
      [['add', 'Short'], 'short', /fewer than 8 characters/],
      [['add', 'two\u200bwords'], 'long enough', /\(invisible\)/],
      [['disable', 'Nobody'], '', /there is nobody who logs in as "Nobody"/],
      [['banish', 'Lin'], '', /write add, password, disable, enable or operator/],
      [['disable'], '', /Write it as: skein user/],
    ] as const) {
      const { code, output, errors } = await user(args, input);
      assert.deepEqual([code, output], [2, ''], args.join(' '));
      assert.match(errors, /^skein: [^\n]+\n$/);
      assert.match(errors, line);
    }
    const elsewhere = await skein(['user', 'enable', 'Lin', '--data', join(house.dataFolder, 'nowhere')]);
    assert.match(elsewhere.errors, /^skein: there is no data of Skein in /);
    assert.ok(!existsSync(join(house.dataFolder, 'nowhere')));
  });

  test('the way to the server is for who owns the folder, and needs its key', async () => {
    for (const name of ['control.sock', 'control.json']) {
      assert.equal((await stat(join(house.dataFolder, name))).mode & 0o777, 0o600, name);
    }
    for (const [line, code] of [
      ['{"key":"guessed","command":{"kind":"set-disabled","loginKey":"lin","disabled":true}}', 'forbidden'],
      ['{"key":"guessed","command":{"kind":"broadcast","body":"x"}}', 'bad_request'],
      ['not json', 'bad_request'],
    ] as const) {
      const socket = connect(join(house.dataFolder, 'control.sock'));
      socket.write(`${line}\n`);
      assert.match(await text(socket), new RegExp(code));
    }
  });

  test('so does a ledger of its own while the server is stopped, also after it was killed', async () => {
    await house.server.kill();
    for (const name of ['Grace', 'Heidi']) assert.equal((await user(['add', name], 'first password')).code, 0);
    assert.equal((await user(['password', 'Grace'], 'second password')).code, 0);
    assert.equal((await user(['operator', 'Grace'])).code, 0);
    assert.equal((await user(['disable', 'Heidi'])).code, 0);
    await house.startAgain();
    assert.equal(await logIn('Grace', 'second password'), 'operator');
    assert.equal(await logIn('Heidi', 'first password'), 'wrong_credentials');
    assert.equal(await house.server.stop(), 0);
    assert.ok(!existsSync(join(house.dataFolder, 'control.json')));
  });
});
