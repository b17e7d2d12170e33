import assert from 'node:assert/strict';
import type { SessionRow } from '../rows.ts';
import { register } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

function session(id: string, account: string, expiresAt = 2_000): SessionRow {
  return { id, account, createdAt: 1_000, expiresAt, address: '192.0.2.1', agent: 'a browser' };
}

export function sessionContract(scenario: Scenario): void {
  scenario('a session holds until it expires, is renewed or ended', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await transaction.createSession(session('one', 'ada'));
    });
    const found = await reads.session('one', 1_999);
    assert.deepEqual(found?.session, session('one', 'ada'));
    assert.deepEqual(found?.account, await reads.accountById('ada'));
    assert.equal(await reads.session('one', 2_000), undefined);
    assert.equal(await reads.session('two', 1_000), undefined);

    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.renewSession('one', 3_000), true);
      assert.equal(await transaction.renewSession('two', 3_000), false);
    });
    assert.equal((await reads.session('one', 2_999))?.session.expiresAt, 3_000);

    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.endSession('one'), 'ada');
      assert.equal(await transaction.endSession('one'), undefined);
    });
    assert.equal(await reads.session('one', 1_000), undefined);
  });

  scenario('the sessions of an account that count are listed, the latest first', async ({ reads, ledger }) => {
    const later = { ...session('later', 'ada', 9_000), createdAt: 1_500 };
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      for (const one of [session('first', 'ada', 3_000), later, session('lins', 'lin')])
        await transaction.createSession(one);
    });
    assert.deepEqual(await reads.sessionsOf('ada', 2_999), [later, session('first', 'ada', 3_000)]);
    assert.deepEqual(await reads.sessionsOf('ada', 3_000), [later]);
    assert.deepEqual(await reads.sessionsOf('nobody', 0), []);
  });

  scenario('all sessions of an account end together, and nobody else’s', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await transaction.createSession(session('one', 'ada'));
      await transaction.createSession(session('two', 'ada'));
      await transaction.createSession(session('three', 'lin'));
      assert.deepEqual(await transaction.endSessionsOf('ada', 'one'), ['two'], 'all but one');
      await transaction.createSession(session('two', 'ada'));
      assert.deepEqual([...(await transaction.endSessionsOf('ada'))].sort(), ['one', 'two']);
      assert.deepEqual(await transaction.endSessionsOf('ada'), []);
    });
    assert.equal(await reads.session('one', 1_000), undefined);
    assert.equal((await reads.session('three', 1_000))?.account.id, 'lin');
  });

  scenario(
    'a reset link works once, until it expires, and takes the account’s others with it',
    async ({ reads, ledger }) => {
      await ledger.transact(async (transaction) => {
        await register(transaction, 'ada', 'lin');
        await transaction.keepResetLink({ tokenHash: 'a', account: 'ada', expiresAt: 2_000 });
        await transaction.keepResetLink({ tokenHash: 'b', account: 'ada', expiresAt: 3_000 });
        await transaction.keepResetLink({ tokenHash: 'c', account: 'lin', expiresAt: 3_000 });
      });
      assert.deepEqual(await reads.resetLink('a', 1_999), { account: 'ada' });
      assert.equal(await reads.resetLink('a', 2_000), undefined);
      assert.equal(await reads.resetLink('d', 1_000), undefined);
      await ledger.transact(async (transaction) => {
        assert.equal(await transaction.useResetLink('a', 2_000), undefined);
        assert.equal(await transaction.useResetLink('b', 2_000), 'ada');
        assert.equal(await transaction.useResetLink('b', 2_000), undefined);
        assert.equal(await transaction.useResetLink('a', 1_000), undefined);
      });
      assert.equal(await reads.resetLink('b', 1_000), undefined);
      assert.deepEqual(await reads.resetLink('c', 1_000), { account: 'lin' });
    },
  );
}
