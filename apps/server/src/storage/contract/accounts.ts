import assert from 'node:assert/strict';
import { LOBBY_ID, SERVER_ACCOUNT_ID } from '../lobby.ts';
import { accountNamed, post, posted, register } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function accountContract(scenario: Scenario): void {
  scenario(
    'a new store has its history, the Lobby and the server’s account, and no operator',
    async ({ reads, ledger }) => {
      const server = await reads.server();
      assert.match(server.historyId, /^[0-9A-Za-z_-]{8,40}$/);
      assert.deepEqual(server, {
        historyId: server.historyId,
        registration: 'closed',
        registrationCode: undefined,
        claimed: false,
      });
      assert.deepEqual(await ledger.transact((transaction) => transaction.server()), server);
      const account = await reads.accountById(SERVER_ACCOUNT_ID);
      assert.equal(account?.kind, 'system');
      assert.equal(account?.name, 'Server');
      const lobby = await reads.room(LOBBY_ID);
      assert.deepEqual([lobby?.kind, lobby?.lobby, lobby?.seq, lobby?.n, lobby?.members], ['public', true, 1, 0, 0]);
      const { events, seq } = await reads.pageForWorker({ room: LOBBY_ID, after: 0, limit: 10 });
      assert.equal(seq, 1);
      assert.deepEqual(events, [
        { t: 'created', room: LOBBY_ID, seq: 1, at: lobby?.at, by: SERVER_ACCOUNT_ID, name: 'Server' },
      ]);
    },
  );

  scenario('an account is found by id and by login key, also before the commit', async ({ reads, ledger }) => {
    const { skeleton: _, ...ada } = accountNamed('Ada', { role: 'moderator' });
    const row = { ...ada, disabled: false, seq: 0, settings: {} };
    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.account('Ada'), undefined);
      await transaction.createAccount(accountNamed('Ada', { role: 'moderator' }));
      assert.deepEqual(await transaction.account('Ada'), row);
      assert.deepEqual(await transaction.accountByLoginKey('ada'), row);
      assert.equal(await transaction.accountByLoginKey('Ada'), undefined);
      assert.equal(await reads.accountById('Ada'), undefined, 'others do not see what is not committed');
    });
    assert.deepEqual(await reads.accountById('Ada'), row);
    assert.deepEqual(await reads.accountByLoginKey('ada'), row);
    assert.equal(await reads.accountById('lin'), undefined);
    assert.equal(await reads.accountByLoginKey('lin'), undefined);
  });

  scenario('a login key and a skeleton belong to one account', async ({ reads, ledger }) => {
    await ledger.transact((transaction) => register(transaction, 'ada'));
    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.createAccount(accountNamed('ADA', { skeleton: '~other' })), 'taken');
      assert.equal(await transaction.createAccount(accountNamed('аda', { skeleton: '~ada' })), 'taken');
      assert.equal(await transaction.createAccount(accountNamed('lin', { loginKey: 'server' })), 'taken');
      await posted(transaction, LOBBY_ID, 'ada', 'a refused name leaves the transaction as it was');
    });
    assert.equal(await reads.accountById('ADA'), undefined);
    assert.equal((await reads.room(LOBBY_ID))?.members, 1);
    assert.equal((await reads.room(LOBBY_ID))?.n, 1);
  });

  scenario('a password and a role are what was set last', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      assert.equal((await transaction.server()).claimed, false);
      await transaction.setPassword('ada', 'first');
      await transaction.setServerRole('ada', 'operator');
      await transaction.setPassword('ada', 'second');
      assert.equal((await transaction.server()).claimed, true);
      assert.equal((await transaction.account('ada'))?.passwordHash, 'second');
    });
    const ada = await reads.accountById('ada');
    assert.deepEqual([ada?.passwordHash, ada?.role], ['second', 'operator']);
    assert.equal((await reads.server()).claimed, true);
  });

  scenario('a disabled account has no session that counts, until it is enabled again', async ({ reads, ledger }) => {
    const session = { id: 'session', account: 'ada', createdAt: 0, expiresAt: 10, address: '', agent: '' };
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await transaction.createSession(session);
      await transaction.setDisabled('ada', true);
      assert.equal((await transaction.account('ada'))?.disabled, true);
    });
    assert.equal((await reads.accountById('ada'))?.disabled, true);
    assert.equal(await reads.session('session', 1), undefined);
    await ledger.transact((transaction) => transaction.setDisabled('ada', false));
    assert.equal((await reads.session('session', 1))?.account.id, 'ada');
  });

  scenario('registration has a code only where it was set with one', async ({ reads, ledger }) => {
    await ledger.transact((transaction) => transaction.setRegistration({ policy: 'code', code: 'sesame' }));
    const coded = await reads.server();
    assert.deepEqual([coded.registration, coded.registrationCode], ['code', 'sesame']);
    await ledger.transact((transaction) => transaction.setRegistration({ policy: 'open' }));
    const open = await reads.server();
    assert.deepEqual([open.registration, open.registrationCode], ['open', undefined]);
  });

  scenario('the setup token is the one kept last, and is used once', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.hasSetupToken('first'), false);
      await transaction.keepSetupToken('first');
      await transaction.keepSetupToken('second');
      assert.equal(await transaction.useSetupToken('first'), false);
      assert.equal(await transaction.hasSetupToken('second'), true);
    });
    await ledger.transact(async (transaction) => {
      assert.equal(await transaction.useSetupToken('second'), true);
      assert.equal(await transaction.hasSetupToken('second'), false);
      assert.equal(await transaction.useSetupToken('second'), false);
    });
  });

  scenario(
    'the Lobby counts people, and nobody finds old messages unread when they come',
    async ({ reads, ledger }) => {
      await ledger.transact(async (transaction) => {
        await register(transaction, 'ada');
        await post(transaction, LOBBY_ID, 'ada', 'first');
        await post(transaction, LOBBY_ID, 'ada', 'second');
        await register(transaction, 'lin');
        await transaction.createAccount(accountNamed('robot', { kind: 'bot' }));
        await post(transaction, LOBBY_ID, 'ada', 'third');
        assert.equal(await transaction.roleIn(LOBBY_ID, 'lin'), 'member');
        assert.equal((await transaction.roomView(LOBBY_ID, 'lin'))?.read, 2);
      });
      const view = await reads.roomView(LOBBY_ID, 'lin');
      const expected = { id: LOBBY_ID, kind: 'public', name: 'Lobby', lobby: true, role: 'member' };
      assert.deepEqual(view, { ...expected, seq: 4, n: 3, read: 2, floor: 0, members: 2, retentionDays: null });
      assert.equal(await reads.roleIn(LOBBY_ID, 'nobody'), undefined);
      assert.equal(await reads.roomView(LOBBY_ID, 'nobody'), undefined);
    },
  );

  scenario('a display name is nobody else’s, nor looks like anybody’s, and the old one is free', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      const name = (text: string) => ({ name: text, nameKey: text.toLowerCase(), skeleton: `~${text.toLowerCase()}` });
      assert.equal(await transaction.setDisplayName('ada', name('Ada')), 'set', 'one’s own login name');
      assert.equal(await transaction.setDisplayName('ada', name('Countess')), 'set');
      assert.equal(await transaction.setDisplayName('ada', name('COUNTESS')), 'set');
      assert.equal(await transaction.setDisplayName('lin', name('Countess')), 'taken');
      assert.equal(await transaction.setDisplayName('lin', name('ADA')), 'taken', 'a login name');
      assert.equal(await transaction.createAccount(accountNamed('countess')), 'taken');
      assert.equal(await transaction.setDisplayName('ada', name('Ada L')), 'set');
      assert.equal(await transaction.setDisplayName('lin', name('Countess')), 'set');
      assert.equal((await transaction.account('lin'))?.name, 'Countess');
      await posted(transaction, LOBBY_ID, 'lin', 'hi');
    });
    await store.reopen();
    assert.equal((await store.reads.accountById('ada'))?.name, 'Ada L');
    assert.deepEqual((await store.reads.people({ search: 'lin', limit: 1 })).people, [
      { id: 'lin', name: 'Countess', login: 'lin' },
    ]);
    const { events } = await store.reads.pageForWorker({ room: LOBBY_ID, after: 1, limit: 10 });
    assert.equal(events[0]?.name, 'Countess', 'what was said before is read under the present name');
  });

  scenario(
    'what an account sets is told in its stream and its profile in the Lobby, as it is when read',
    async (store) => {
      const { ledger } = store;
      const status = { emoji: '🧶', text: 'winding', until: 9_000 };
      const settings = { status, timeZone: 'Europe/Berlin', quietUntil: 5_000, blocked: ['lin'] };
      await ledger.transact(async (transaction) => {
        await register(transaction, 'ada', 'lin');
        await transaction.setAccountSettings('ada', { timeZone: 'UTC' });
        await transaction.appendAccountEvent({ account: 'ada', kind: 'account', room: '' });
        await transaction.appendRoomEvent({ room: LOBBY_ID, kind: 'profile', by: 'ada', actor: undefined, now: 7_000 });
      });
      await ledger.transact((transaction) => transaction.setAccountSettings('ada', settings));
      await store.reopen();
      const { reads } = store;
      assert.deepEqual((await reads.accountById('ada'))?.settings, settings);
      const names = { id: 'ada', login: 'ada', name: 'ada' };
      assert.deepEqual(await reads.accountPage({ account: 'ada', after: 0, limit: 10 }), {
        kind: 'page',
        seq: 1,
        events: [{ t: 'account', seq: 1, account: { ...names, kind: 'person', role: 'member', ...settings } }],
      });
      const { events } = await reads.pageForWorker({ room: LOBBY_ID, after: 1, limit: 10 });
      const profile = { status, timeZone: 'Europe/Berlin', quietUntil: 5_000 };
      const event = { t: 'profile', room: LOBBY_ID, seq: 2, by: 'ada', name: 'ada', profile };
      assert.deepEqual(events, [{ ...event, at: events[0]?.at }]);
      const members = await reads.members({ room: LOBBY_ID, account: 'lin', after: undefined, limit: 10 });
      assert.deepEqual(members?.members, [
        { id: 'ada', name: 'ada', role: 'member', ...profile },
        { id: 'lin', name: 'lin', role: 'member' },
      ]);
    },
  );
}
