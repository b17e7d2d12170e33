import assert from 'node:assert/strict';
import { statSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from '@skein/bench/start';
import type { Result } from '@skein/client/rest-client';
import { House, setupTokenOf } from './house.ts';
import { granted, nodeClientOf, registered } from './person.ts';

const PASSWORD = 'correct horse';

test('the first run’s link makes one operator, once, and is not shown again', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'skein-prove-'));
  const dataFolder = join(parent, 'data');
  const args = ['--workers', '1'];
  {
    await using unused = await startServer({ dataFolder, args });
    const { url } = unused;
    const { registration, unclaimed } = granted(await nodeClientOf(url).rest.server());
    assert.deepEqual({ registration, unclaimed }, { registration: 'closed', unclaimed: true });
    assert.equal(
      codeOf(await nodeClientOf(url).rest.register({ name: 'early', password: PASSWORD })),
      'registration_closed',
    );
    const forged = { token: 'x'.repeat(32), registration: 'open' } as const;
    assert.equal(
      codeOf(await nodeClientOf(url).rest.register({ name: 'early', password: PASSWORD, setup: forged })),
      'link_invalid',
    );
  }
  await using second = await startServer({ dataFolder, args });
  const setup = { token: setupTokenOf(second), registration: 'closed' } as const;
  const asks = ['first', 'second', 'third'].map((name) =>
    nodeClientOf(second.url).rest.register({ name, password: PASSWORD, setup }),
  );
  const answers = await Promise.all(asks);
  const operators = answers.filter((answer) => answer.ok);
  assert.equal(operators.length, 1, 'the link worked more than once');
  assert.equal(granted(operators[0]!).account.role, 'operator');
  for (const answer of answers) if (!answer.ok) assert.equal(codeOf(answer), 'link_invalid');
  assert.equal(granted(await nodeClientOf(second.url).rest.server()).unclaimed, false);
  await second.stop();

  await using third = await startServer({ dataFolder, args });
  assert.equal(third.setupLink, undefined);
  assert.equal(
    codeOf(await nodeClientOf(third.url).rest.register({ name: 'late', password: PASSWORD, setup })),
    'link_invalid',
  );
  await third.stop();
  await rm(parent, { recursive: true });
});

test('who may register is what the operator chose, and holds over a restart', async () => {
  await using house = await House.open({ args: ['--workers', '1'] });
  let count = 0;
  await registered(house.url, 'anybody');
  granted(await house.operator.rest.setRegistration({ policy: 'code', code: 'sesame' }));
  await assertByCode();
  await house.server.stop();
  await house.startAgain();
  await assertByCode();
  granted(await house.operator.rest.setRegistration({ policy: 'closed' }));
  assert.equal(codeOf(await tryToRegister('late', 'sesame')), 'registration_closed');

  async function assertByCode(): Promise<void> {
    assert.equal(codeOf(await tryToRegister('uninvited')), 'registration_code_wrong');
    assert.equal(codeOf(await tryToRegister('uninvited', 'sesamE')), 'registration_code_wrong');
    granted(await tryToRegister(`invited ${++count}`, 'sesame'));
  }

  function tryToRegister(name: string, code?: string) {
    return nodeClientOf(house.url).rest.register({ name, password: PASSWORD, ...(code === undefined ? {} : { code }) });
  }
});

test('what is kept is for its owner’s eyes, and sessions outlive the server', async () => {
  await using house = await House.open({ args: ['--workers', '1'] });
  const ada = await registered(house.url, 'ada');
  const modes = (): string[] =>
    [house.dataFolder, ...readdirSync(house.dataFolder).map((name) => join(house.dataFolder, name))].map(modeOf);
  assert.deepEqual(new Set(modes()), new Set(['700', '600']));
  assert.equal(modeOf(house.dataFolder), '700');
  assert.equal(modeOf(join(house.dataFolder, 'secrets.json')), '600');
  await house.server.stop();
  await house.startAgain();
  assert.equal(granted(await ada.rest.session()).account.id, ada.account.id);
  assert.deepEqual(new Set(modes()), new Set(['700', '600']));
  assert.equal(house.server.setupLink, undefined);
  assert.deepEqual(house.errors(), []);
});

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

function codeOf(result: Result<unknown>): string | undefined {
  return result.ok || result.error === 'offline' ? undefined : result.error.code;
}
