import assert from 'node:assert/strict';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID } from '../lobby.ts';
import { directKey } from '../../rooms/direct.ts';
import { accountNamed, join, leave, makeDirect, makeRoom, posted, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function roomContract(scenario: Scenario): void {
  scenario('a room is known by its id, and its name key is taken', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await makeRoom(transaction, 'Tea', 'ada', 'private');
      const again = { id: 'other', kind: 'public', lobby: false, name: 'TEA', nameKey: 'tea', createdAt: 1 } as const;
      assert.equal(await transaction.createRoom(again), 'taken');
      assert.equal((await transaction.room('Tea'))?.members, 1);
    });
    const times = { createdAt: 2_000, at: 2_000 };
    const expected = { id: 'Tea', kind: 'private', lobby: false, name: 'Tea', nameKey: 'tea', ...times };
    assert.deepEqual(await reads.room('Tea'), {
      ...expected,
      seq: 1,
      n: 0,
      members: 1,
      floor: 0,
      told: { floor: 0, n: 0 },
      settings: { retentionDays: null },
    });
    assert.equal(await reads.room('other'), undefined);
    assert.equal(await reads.roomSeq('other'), 0);
    assert.equal(await reads.roomSeq('Tea'), 1);
  });

  scenario('of the rooms of an account those are told apart that others opened to write to it', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin', 'max');
      await makeRoom(transaction, 'tea', 'ada');
      await join(transaction, 'tea', 'lin');
      await makeDirect(transaction, 'two', 'ada', 'lin');
      await makeDirect(transaction, 'three', 'lin', 'ada', 'max');
      assert.deepEqual(await transaction.roomCountsOf('lin'), { all: 3, openedByOthers: 1 });
    });
  });

  scenario('whoever joins has read what was there, and whoever leaves sees nothing more', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await posted(transaction, 'tea', 'ada', 'early');
      await join(transaction, 'tea', 'lin', 'ada');
      await posted(transaction, 'tea', 'ada', 'late');
      assert.equal(await transaction.roleIn('tea', 'lin'), 'member');
      assert.deepEqual(await transaction.roomCountsOf('lin'), { all: 1, openedByOthers: 0 });
    });
    const expected = {
      id: 'tea',
      kind: 'public',
      name: 'tea',
      lobby: false,
      seq: 4,
      n: 2,
      floor: 0,
      members: 2,
      retentionDays: null,
    };
    assert.deepEqual(await reads.roomView('tea', 'lin'), { ...expected, role: 'member', read: 1 });
    assert.deepEqual(await reads.roomView('tea', 'ada'), { ...expected, role: 'owner', read: 2 });

    await ledger.transact(async (transaction) => {
      await leave(transaction, 'tea', 'lin', 'ada');
      await transaction.removeMember('tea', 'lin');
      assert.equal(await transaction.roleIn('tea', 'lin'), undefined);
      assert.equal(await transaction.roomView('tea', 'lin'), undefined);
      assert.equal(await transaction.moveRead('lin', 'tea', 2), false);
      assert.deepEqual(await transaction.roomCountsOf('lin'), { all: 0, openedByOthers: 0 });
      assert.equal((await transaction.room('tea'))?.members, 1);
    });
    const asLin = { room: 'tea', account: 'lin', limit: 10 };
    assert.equal(await reads.roleIn('tea', 'lin'), undefined);
    assert.equal(await reads.roomView('tea', 'lin'), undefined);
    assert.deepEqual(await reads.pageForMember({ ...asLin, after: 3 }), { kind: 'not-a-member' });
    assert.equal(await reads.history({ ...asLin, from: { kind: 'end' } }), undefined);
    assert.equal(await reads.members({ ...asLin, after: undefined }), undefined);
    const { events } = await reads.pageForWorker({ room: 'tea', after: 0, limit: 10 });
    const others = events.filter(({ t }) => t !== 'message');
    assert.deepEqual(others, [
      { t: 'created', room: 'tea', seq: 1, at: 2_000, by: 'ada', name: 'ada' },
      { t: 'joined', room: 'tea', seq: 3, at: 5_000, by: 'lin', name: 'lin', invitedBy: 'ada', actor: 'ada' },
      { t: 'left', room: 'tea', seq: 5, at: 5_000, by: 'lin', name: 'lin', removedBy: 'ada', actor: 'ada' },
    ]);
  });

  scenario('G5: who is kept out of a room stays so, and is listed by name, until let in', async (store) => {
    const { reads, ledger } = store;
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin', 'max');
      await makeRoom(transaction, 'tea', 'ada');
      await transaction.addBan({ room: 'tea', account: 'max', by: 'ada', at: 6_000 });
      await transaction.addBan({ room: 'tea', account: 'lin', by: 'ada', at: 7_000 });
      await transaction.addBan({ room: 'tea', account: 'lin', by: 'max', at: 8_000 });
      assert.equal(await transaction.isBanned('tea', 'lin'), true);
      assert.equal(await transaction.isBanned('coffee', 'lin'), false);
    });
    const lin = { id: 'lin', name: 'lin', by: 'ada', at: 7_000 };
    const max = { id: 'max', name: 'max', by: 'ada', at: 6_000 };
    const { next, ...first } = await reads.bans({ room: 'tea', after: undefined, limit: 1 });
    assert.deepEqual(first, { bans: [lin] });
    assert.deepEqual(await reads.bans({ room: 'tea', after: next, limit: 1 }), { bans: [max] });
    await store.reopen();
    await store.ledger.transact(async (transaction) => {
      assert.equal(await transaction.isBanned('tea', 'lin'), true);
      await transaction.removeBan('tea', 'lin');
      await transaction.removeBan('tea', 'lin');
      assert.equal(await transaction.isBanned('tea', 'lin'), false);
    });
    assert.deepEqual(await store.reads.bans({ room: 'tea', after: undefined, limit: 10 }), { bans: [max] });
  });

  scenario('a direct room is found by its people, and each sees the others’ names', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'Zoe', 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await makeDirect(transaction, 'three', 'lin', 'Zoe', 'ada');
      await makeDirect(transaction, 'two', 'ada', 'lin');
      const found = async (...people: readonly string[]) => (await transaction.roomByNameKey(directKey(people)))?.id;
      assert.equal(await found('ada', 'lin', 'Zoe', 'ada'), 'three');
      assert.equal(await found('lin', 'ada'), 'two');
      assert.equal(await found('ada', 'Zoe'), undefined);
      assert.equal((await transaction.roomView('two', 'lin'))?.name, 'ada');
    });
    const ada = { id: 'ada', name: 'ada' };
    const zoe = { id: 'Zoe', name: 'Zoe' };
    const counts = { seq: 1, n: 0, read: 0, floor: 0, members: 3 };
    const expected = { id: 'three', kind: 'direct', lobby: false, ...counts, retentionDays: null };
    const asLin = { ...expected, role: 'owner', name: 'ada, Zoe', people: [ada, zoe] };
    assert.deepEqual(await reads.roomView('three', 'lin'), asLin);
    const { rooms } = await reads.accountSnapshot('lin');
    assert.deepEqual(
      rooms.find(({ id }) => id === 'three'),
      asLin,
    );
    assert.equal((await reads.roomView('three', 'ada'))?.name, 'lin, Zoe');
    assert.equal(await reads.roomView('two', 'Zoe'), undefined);
    const listed = await reads.directory({ account: 'ada', search: '', after: undefined, limit: 10 });
    assert.deepEqual(
      listed.rooms.map(({ name }) => name),
      ['Lobby', 'tea'],
    );
  });

  scenario(
    'what an account sets for a room stands in its views alone, and is told as it is when read',
    async (store) => {
      const { ledger } = store;
      await ledger.transact(async (transaction) => {
        await register(transaction, 'ada', 'lin');
        await makeRoom(transaction, 'tea', 'ada');
        await makeDirect(transaction, 'two', 'ada', 'lin');
        await transaction.setPreferences('ada', 'tea', { level: 'all', pinned: true, unreadFrom: 3 });
        await transaction.appendAccountEvent({ account: 'ada', kind: 'preferences', room: 'tea' });
        await transaction.setPreferences('ada', 'two', { mutedUntil: 9_000 });
        await transaction.setPreferences('ada', LOBBY_ID, { level: 'none' });
        assert.deepEqual((await transaction.roomView('tea', 'ada'))?.preferences, {
          level: 'all',
          pinned: true,
          unreadFrom: 3,
        });
      });
      await ledger.transact(async (transaction) => {
        await transaction.setPreferences('ada', 'tea', { level: 'mentions' });
        await transaction.setPreferences('ada', LOBBY_ID, {});
      });
      await store.reopen();
      const { reads } = store;
      const shown = (await reads.accountSnapshot('ada')).rooms.map(({ id, preferences }) => [id, preferences]);
      assert.deepEqual(Object.fromEntries(shown), {
        [LOBBY_ID]: undefined,
        tea: { level: 'mentions' },
        two: { mutedUntil: 9_000 },
      });
      assert.equal((await reads.roomView('two', 'lin'))?.preferences, undefined);
      const page = await reads.accountPage({ account: 'ada', after: 2, limit: 10 });
      assert.deepEqual(page.kind === 'page' && page.events, [
        { t: 'preferences', seq: 3, room: 'tea', preferences: { level: 'mentions' } },
      ]);
    },
  );

  scenario('whoever comes back has read what was said meanwhile', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await join(transaction, 'tea', 'lin');
      await leave(transaction, 'tea', 'lin');
      await posted(transaction, 'tea', 'ada', 'without lin');
    });
    await ledger.transact((transaction) => join(transaction, 'tea', 'lin'));
    assert.equal((await reads.roomView('tea', 'lin'))?.read, 1);
    assert.equal((await reads.roomView('tea', 'lin'))?.role, 'member');
  });

  scenario('a read mark goes forward alone, and not beyond the last message', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      for (const body of ['1', '2', '3']) await posted(transaction, LOBBY_ID, 'ada', body);
      assert.equal(await transaction.moveRead('lin', LOBBY_ID, 4), false);
      assert.equal(await transaction.moveRead('lin', LOBBY_ID, 2), true);
      assert.equal(await transaction.moveRead('lin', LOBBY_ID, 2), false);
      assert.equal(await transaction.moveRead('lin', LOBBY_ID, 1), false);
      assert.equal(await transaction.moveRead('lin', 'no such room', 1), false);
      assert.equal(await transaction.moveRead('nobody', LOBBY_ID, 1), false);
    });
    assert.equal((await reads.roomView(LOBBY_ID, 'lin'))?.read, 2);
    assert.equal((await reads.roomView(LOBBY_ID, 'ada'))?.read, 3);
    await ledger.transact((transaction) => posted(transaction, LOBBY_ID, 'lin', '4'));
    assert.equal((await reads.roomView(LOBBY_ID, 'lin'))?.read, 4, 'one’s own message is read, and those before it');
  });

  scenario('what is set for a room is an event that says what changed, and is in its view', async (store) => {
    const { ledger } = store;
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      await makeRoom(transaction, 'tea', 'ada');
      const change = { room: 'tea', by: 'ada', settings: { retentionDays: 30 }, now: 5_000 };
      assert.deepEqual(await transaction.changeSettings(change), { seq: 2, at: 5_000 });
      assert.deepEqual((await transaction.room('tea'))?.settings, { retentionDays: 30 });
      assert.equal((await transaction.changeSettings({ ...change, settings: {}, now: 10 })).at, 5_000);
    });
    await store.reopen();
    const { reads } = store;
    const view = await reads.roomView('tea', 'ada');
    assert.deepEqual([view?.retentionDays, view?.seq], [30, 3]);
    const { events } = await reads.pageForWorker({ room: 'tea', after: 1, limit: 1 });
    const event = { room: 'tea', seq: 2, at: 5_000, by: 'ada', name: 'ada' };
    assert.deepEqual(events, [{ t: 'settings', ...event, settings: { retentionDays: 30 } }]);
    const change = { room: 'tea', by: 'ada', settings: { retentionDays: null }, now: 6_000 };
    await store.ledger.transact((transaction) => transaction.changeSettings(change));
    assert.deepEqual((await reads.room('tea'))?.settings, { retentionDays: null });
  });

  scenario('the directory lists public rooms by name, in pages, with what one is in', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await makeRoom(transaction, 'tea_and_cake', 'lin');
      await makeRoom(transaction, 'teapot', 'lin', 'private');
      await makeRoom(transaction, 'team%', 'lin');
      await makeRoom(transaction, 'éclair', 'lin');
    });
    const listed = async (search: string, limit: number) => {
      const names: string[] = [];
      let after: string | undefined;
      do {
        const page = await reads.directory({ account: 'ada', search, after, limit });
        assert.ok(page.rooms.length <= limit);
        names.push(...page.rooms.map(({ name }) => name));
        assert.ok(names.length <= 5, 'no room comes twice');
        after = page.next;
      } while (after !== undefined);
      return names;
    };
    for (const limit of [1, 2, 5, 50]) {
      assert.deepEqual(await listed('', limit), ['Lobby', 'tea', 'tea_and_cake', 'team%', 'éclair']);
      assert.deepEqual(await listed('tea', limit), ['tea', 'tea_and_cake', 'team%']);
    }
    assert.deepEqual(await listed('tea_', 2), ['tea_and_cake']);
    assert.deepEqual(await listed('%', 2), ['team%']);
    assert.deepEqual(await listed('é', 2), ['éclair']);
    const { rooms } = await reads.directory({ account: 'ada', search: '', after: undefined, limit: 2 });
    assert.deepEqual(rooms, [
      { id: LOBBY_ID, name: 'Lobby', members: 2, joined: true, lobby: true },
      { id: 'tea', name: 'tea', members: 1, joined: true, lobby: false },
    ]);
    const others = await reads.directory({ account: 'lin', search: 'tea', after: undefined, limit: 1 });
    assert.equal(others.rooms[0]?.joined, false);
  });

  scenario(
    'the directory finds what a name has anywhere, those that begin with it first',
    async ({ reads, ledger }) => {
      await ledger.transact(async (transaction) => {
        await register(transaction, 'ada');
        for (const name of ['open loom', 'heirloom', 'loom', 'looms', 'bloom 1', 'old loom', 'loom: over', 'wool'])
          await makeRoom(transaction, name, 'ada');
        for (const room of ['old loom', 'loom: over'])
          await transaction.changeSettings({ room, by: 'ada', settings: { archived: true }, now: 3_000 });
      });
      const inOrder = ['loom', 'looms', 'bloom 1', 'heirloom', 'open loom', 'loom: over', 'old loom'];
      for (const limit of [1, 2, 3, 50]) {
        const names: string[] = [];
        let after: string | undefined;
        do {
          const page = await reads.directory({ account: 'ada', search: 'loom', after, limit });
          names.push(...page.rooms.map(({ name }) => name));
          after = page.next;
        } while (after !== undefined && names.length < 9);
        assert.deepEqual(names, inOrder, `pages of ${limit}`);
      }
    },
  );

  scenario('archived rooms come last in the directory, with what rooms are about', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada');
      for (const name of ['tea', 'apples', 'bread', 'cake']) await makeRoom(transaction, name, 'ada');
      const set = (room: string, settings: object) =>
        transaction.changeSettings({ room, by: 'ada', settings, now: 3_000 });
      await set('apples', { archived: true });
      await set('cake', { archived: true, topic: 'over' });
      await set('tea', { topic: 'Oolong', description: 'All teas' });
      await set('bread', { archived: true });
      await set('bread', { archived: false, topic: 'x' });
      await set('bread', { topic: '' });
    });
    for (const limit of [1, 2, 3, 50]) {
      const names: string[] = [];
      let after: string | undefined;
      do {
        const page = await reads.directory({ account: 'ada', search: '', after, limit });
        names.push(...page.rooms.map(({ name }) => name));
        after = page.next;
      } while (after !== undefined && names.length < 9);
      assert.deepEqual(names, ['bread', 'Lobby', 'tea', 'apples', 'cake'], `pages of ${limit}`);
    }
    const found = await reads.directory({ account: 'ada', search: 'tea', after: undefined, limit: 5 });
    const tea = { id: 'tea', name: 'tea', members: 1, joined: true, lobby: false };
    assert.deepEqual(found.rooms, [{ ...tea, topic: 'Oolong', description: 'All teas' }]);
    assert.equal((await reads.roomView('cake', 'ada'))?.archived, true);
    assert.equal((await reads.roomView('bread', 'ada'))?.topic, undefined);
  });

  scenario('a room gets another name and its members other roles, and both are read back', async (store) => {
    await store.ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await makeRoom(transaction, 'cake', 'ada');
      await join(transaction, 'tea', 'lin');
      const name = (text: string) => ({ name: text, nameKey: text.toLowerCase() });
      assert.equal(await transaction.renameRoom('tea', name('Cake')), 'taken');
      assert.equal(await transaction.renameRoom('tea', name('Tea')), 'renamed');
      assert.equal(await transaction.renameRoom('tea', name('Tea House')), 'renamed');
      assert.equal(await transaction.ownerCountOf('tea'), 1);
      await transaction.setRole('tea', 'lin', 'owner');
      assert.equal(await transaction.ownerCountOf('tea'), 2);
      const event = { room: 'tea', kind: 'role', by: 'lin', actor: 'ada', role: 'owner', now: 9_000 } as const;
      await transaction.appendRoomEvent(event);
      assert.equal(await transaction.roleIn('tea', 'lin'), 'owner');
    });
    await store.reopen();
    const { reads, ledger } = store;
    assert.partialDeepStrictEqual(await reads.roomView('tea', 'lin'), { name: 'Tea House', role: 'owner' });
    const events = await wholeRoom(reads, 'tea');
    const role = {
      t: 'role',
      room: 'tea',
      seq: 3,
      at: 9_000,
      by: 'lin',
      name: 'lin',
      role: 'owner',
      changedBy: 'ada',
      actor: 'ada',
    };
    assert.deepEqual(events.at(-1), role);
    await ledger.transact((transaction) => makeRoom(transaction, 'Tea', 'ada'));
    const found = await reads.directory({ account: 'ada', search: 'tea house', after: undefined, limit: 5 });
    assert.equal(found.rooms.length, 1);
  });

  scenario('members are listed by name, in pages, in the Lobby as in a room', async ({ reads, ledger }) => {
    const names = ['ada', 'eve', 'joe', 'lin', 'zoe'];
    await ledger.transact(async (transaction) => {
      await register(transaction, ...names);
      await transaction.createAccount(accountNamed('bot', { kind: 'bot' }));
      await makeRoom(transaction, 'tea', 'lin');
      for (const name of ['zoe', 'ada', 'joe']) await join(transaction, 'tea', name);
    });
    const listed = async (room: string, limit: number) => {
      const members: { id: string; role: string }[] = [];
      let after: string | undefined;
      do {
        const page = await reads.members({ room, account: 'ada', after, limit });
        assert.ok(page && page.members.length <= limit);
        members.push(...page.members);
        assert.ok(members.length <= names.length, 'no member comes twice');
        after = page.next;
      } while (after !== undefined);
      return members.map(({ id, role }) => `${id} ${role}`);
    };
    for (const limit of [1, 2, 3, 200]) {
      assert.deepEqual(await listed('tea', limit), ['ada member', 'joe member', 'lin owner', 'zoe member']);
      assert.deepEqual(
        await listed(LOBBY_ID, limit),
        names.map((name) => `${name} member`),
      );
    }
    const idsAfter = (after: string | undefined, limit: number) => reads.memberIds({ room: 'tea', after, limit });
    assert.deepEqual(await idsAfter(undefined, 10), ['ada', 'joe', 'lin', 'zoe']);
    assert.deepEqual(await idsAfter(undefined, 2), ['ada', 'joe']);
    assert.deepEqual(await idsAfter('joe', 2), ['lin', 'zoe']);
    assert.deepEqual(await reads.memberIds({ room: LOBBY_ID, after: undefined, limit: 10 }), []);
  });

  scenario('people are found by the beginning of their name, as it is written', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'Ada', 'ada_l', 'adam', 'a%b', 'lin');
      await transaction.createAccount(accountNamed('adabot', { kind: 'bot' }));
    });
    const found = async (search: string, limit = 20) =>
      (await reads.people({ search, limit })).people.map(({ id }) => id);
    assert.deepEqual(await found('ada'), ['Ada', 'ada_l', 'adam']);
    assert.deepEqual(await found('ada', 2), ['Ada', 'ada_l']);
    assert.deepEqual(await found('ada_'), ['ada_l']);
    assert.deepEqual(await found('a%'), ['a%b']);
    assert.deepEqual(await found('server'), []);
    assert.deepEqual((await reads.people({ search: 'lin', limit: 1 })).people, [
      { id: 'lin', name: 'lin', login: 'lin' },
    ]);
  });

  scenario('no list is longer than a page', async ({ reads, ledger }) => {
    const names = Array.from({ length: LIMITS.pageRows + 5 }, (_, index) => `p${String(index).padStart(4, '0')}`);
    await ledger.transact(async (transaction) => {
      await register(transaction, ...names);
      for (const name of names) await posted(transaction, LOBBY_ID, name, `hello from ${name}`);
      for (const name of names) await makeRoom(transaction, `room of ${name}`, name);
    });
    const from = { kind: 'end' } as const;
    const all = { room: LOBBY_ID, account: 'p0000', search: '', after: undefined, from, limit: 10_000 };
    assert.equal((await reads.people(all)).people.length, LIMITS.pageRows);
    assert.equal((await reads.directory(all)).rooms.length, LIMITS.pageRows);
    assert.equal((await reads.members(all))?.members.length, LIMITS.pageRows);
    assert.equal((await reads.history(all))?.events.length, LIMITS.pageRows);
    assert.equal((await reads.pageForWorker({ ...all, after: 0 })).events.length, LIMITS.pageRows);
    const page = await reads.pageForMember({ ...all, after: 0 });
    assert.equal(page.kind === 'page' && page.events.length, LIMITS.pageRows);
  });
}
