import assert from 'node:assert/strict';
import { LOBBY_ID } from '../lobby.ts';
import type { ReadStore, Transaction } from '../store.ts';
import { accountNamed, join, leave, makeRoom, post, posted, readTo, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function transactionContract(scenario: Scenario): void {
  scenario('a transaction whose work throws leaves nothing behind', async ({ reads, ledger }) => {
    await ledger.transact((transaction) => beginnings(transaction));
    const before = await everythingOf(reads);
    const mishap = new Error('a mishap');
    const failing = ledger.transact(async (transaction) => {
      await changeEverything(transaction);
      throw mishap;
    });
    await assert.rejects(failing, mishap);
    assert.deepEqual(await everythingOf(reads), before);

    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.account('eve'), undefined);
      assert.equal((await transaction.account('lin'))?.passwordHash, 'hash of lin');
      assert.equal(await transaction.room('cake'), undefined);
      assert.equal(await transaction.roleIn('tea', 'lin'), 'member');
      assert.equal((await transaction.roomView('tea', 'lin'))?.read, 0);
      await changeEverything(transaction);
    });
    assert.notDeepEqual(await everythingOf(reads), before);
    await wholeRoom(reads, 'tea');
  });

  scenario('a transaction returns what its work returns, and cannot be used afterwards', async ({ ledger }) => {
    let kept: Transaction | undefined;
    const value = await ledger.transact(async (transaction) => {
      kept = transaction;
      return 42;
    });
    assert.equal(value, 42);
    await assert.rejects(async () => kept?.createAccount(accountNamed('late')));
    await ledger.transact(async (transaction) => assert.equal(await transaction.account('late'), undefined));
  });

  scenario('readers see each commit whole, beside the writer and beside each other', async (store) => {
    const { ledger, reads } = store;
    const others = await store.openReads();
    await ledger.transact((transaction) => beginnings(transaction));
    await ledger.transact(async (transaction) => {
      await posted(transaction, 'tea', 'ada', 'one');
      assert.equal(await others.roomSeq('tea'), 2);
      await posted(transaction, 'tea', 'ada', 'two');
      assert.equal(await reads.roomSeq('tea'), 2);
    });
    for (const reader of [reads, others]) assert.equal((await wholeRoom(reader, 'tea')).length, 4);
  });

  scenario('what was committed is there after closing and opening again', async (store) => {
    await store.ledger.transact((transaction) => beginnings(transaction));
    await store.ledger.transact((transaction) => changeEverything(transaction));
    const before = await everythingOf(store.reads);
    await store.reopen();
    assert.deepEqual(await everythingOf(store.reads), before);
    await store.ledger.transact(async (transaction) => {
      const { seq } = await posted(transaction, 'tea', 'ada', 'afterwards');
      assert.equal(seq, (before.events.tea?.length ?? 0) + 1);
      assert.deepEqual(await transaction.accountByLoginKey('eve'), before.accounts.eve);
    });
  });
}

async function beginnings(transaction: Transaction): Promise<void> {
  await register(transaction, 'ada', 'lin');
  await makeRoom(transaction, 'tea', 'ada');
  await join(transaction, 'tea', 'lin');
  const times = { createdAt: 1, expiresAt: 100 };
  await transaction.createSession({ id: 'session', account: 'ada', ...times, address: '::1', agent: '' });
  await transaction.keepResetLink({ tokenHash: 'link', account: 'lin', expiresAt: 100 });
  await transaction.keepSetupToken('setup');
}

async function changeEverything(transaction: Transaction): Promise<void> {
  await register(transaction, 'eve');
  await transaction.setRegistration({ policy: 'code', code: 'sesame' });
  assert.equal(await transaction.useSetupToken('setup'), true);
  await transaction.setPassword('lin', 'another');
  await transaction.setServerRole('ada', 'operator');
  await transaction.setDisabled('lin', true);
  assert.equal(await transaction.endSession('session'), 'ada');
  assert.equal(await transaction.useResetLink('link', 1), 'lin');
  await makeRoom(transaction, 'cake', 'lin', 'private');
  await join(transaction, 'tea', 'eve', 'ada');
  assert.equal((await post(transaction, 'tea', 'ada', 'hi')).kind, 'stored');
  assert.equal(await readTo(transaction, 'eve', 'tea', 1), true);
  await leave(transaction, 'tea', 'lin');
}

/** All that readers can see of `beginnings` and `changeEverything`. */
async function everythingOf(reads: ReadStore) {
  const people = ['ada', 'lin', 'eve'];
  const byPerson = async <T>(read: (person: string) => Promise<T>): Promise<Record<string, T>> =>
    Object.fromEntries(await Promise.all(people.map(async (person) => [person, await read(person)] as const)));
  return {
    server: await reads.server(),
    accounts: await byPerson((person) => reads.accountById(person)),
    snapshots: await byPerson((person) => reads.accountSnapshot(person)),
    accountEvents: await byPerson((account) => reads.accountPage({ account, after: 0, limit: 100 })),
    session: await reads.session('session', 1),
    resetLink: await reads.resetLink('link', 1),
    directory: await reads.directory({ account: 'ada', search: '', after: undefined, limit: 100 }),
    members: await reads.members({ room: 'tea', account: 'ada', after: undefined, limit: 100 }),
    everybody: await reads.members({ room: LOBBY_ID, account: 'ada', after: undefined, limit: 100 }),
    people: await reads.people({ search: '', limit: 100 }),
    events: {
      lobby: await wholeRoom(reads, LOBBY_ID),
      tea: await wholeRoom(reads, 'tea'),
      cake: await wholeRoom(reads, 'cake'),
    } as Record<string, Awaited<ReturnType<typeof wholeRoom>>>,
  };
}
