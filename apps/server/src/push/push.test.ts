import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID } from '../storage/lobby.ts';
import { temporaryFolder } from '../storage/sqlite/temporary-folder.ts';
import { PushFile } from './push-file.ts';
import { PushHouse } from './testing/push-house.ts';

test('a message is told to the devices of those who have not read it, and not to its author', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  await push.joins('lin');
  const seq = await push.posts(ada, 'Who has the blue yarn?');
  await push.passes();
  assert.deepEqual(
    push.told.map(({ payload }) => payload),
    [
      {
        t: 'message',
        room: LOBBY_ID,
        title: 'Lobby',
        by: 'ada',
        text: 'Who has the blue yarn?',
        more: 0,
        seq,
        message: seq,
      },
    ],
  );
  assert.equal(push.told[0]?.device, 'lin');
  await push.passes();
  assert.equal(push.told.length, 1);
});

test('what was said before somebody asked to be told is told to nobody', async () => {
  await using push = await PushHouse.open();
  const ada = await push.house.registers('ada');
  await push.posts(ada, 'Before.');
  await push.joins('lin');
  await push.passes();
  assert.deepEqual(push.told, []);
});

test('whoever reads it in time, or by a second device, is not told', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  const lin = await push.joins('lin');
  await push.posts(ada, 'One.');
  push.follows();
  await push.house.does({ kind: 'read', account: lin, room: LOBBY_ID, n: 1 });
  await push.passes();
  assert.deepEqual(push.told, []);
});

test('a burst is one notification, and a room that talks on is told of again only after a while', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  await push.joins('lin');
  for (const body of ['One.', 'Two.', 'Three.']) await push.posts(ada, body);
  await push.passes(5_000);
  assert.deepEqual(push.texts, ['lin: Three.']);
  assert.equal(push.told[0]?.payload.t === 'message' && push.told[0].payload.more, 2);
  await push.posts(ada, 'Four.');
  await push.passes(5_000);
  assert.equal(push.told.length, 1);
  await push.passes(15_000);
  assert.deepEqual(push.texts, ['lin: Three.', 'lin: Four.']);
  assert.equal(push.told[0]?.topic, push.told[1]?.topic);
});

test('a crash at any moment loses no notification and adds none', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  await push.joins('lin');
  await push.posts(ada, 'One.');
  push.restarts();
  await push.passes(0);
  push.restarts();
  await push.passes();
  push.restarts();
  await push.passes();
  assert.deepEqual(push.texts, ['lin: One.']);
});

test('nothing is told of what was deleted, of a room that was left, or to a session that has ended', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  const room = await push.house.makesRoom(ada, 'garden');
  await push.house.does({ kind: 'join', account: lin, room });
  await push.wants(lin, { level: 'all' }, room);
  const seq = await push.posts(ada, 'Taken back.');
  await push.posts(ada, 'Among members.', room);
  push.follows();
  await push.house.does({ kind: 'delete', account: ada, room: LOBBY_ID, message: seq, id: 'deletion'.padEnd(16, '-') });
  await push.house.does({ kind: 'leave', account: lin, room });
  await push.passes();
  assert.deepEqual(push.told, []);

  await push.posts(ada, 'For who is here.');
  push.follows();
  await push.house.does({ kind: 'end-session', session: 'session of lin' });
  await push.passes();
  assert.deepEqual(push.told, []);
  assert.equal(push.file.subscriptions().length, 1);
});

test('what was told and then read elsewhere is taken back', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  await push.posts(ada, 'One.');
  await push.passes();
  await push.house.does({ kind: 'read', account: lin, room: LOBBY_ID, n: 1 });
  await push.passes();
  assert.deepEqual(push.texts, ['lin: One.', 'lin: (read)']);
  await push.passes();
  assert.equal(push.told.length, 2);
});

test('what was told and then deleted is taken back', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  await push.joins('lin');
  const message = await push.posts(ada, 'One.');
  await push.passes();
  await push.passes();
  assert.deepEqual(push.texts, ['lin: One.'], 'it stays as long as the message does');
  await push.house.does({ kind: 'delete', account: ada, room: LOBBY_ID, message, id: 'deletion'.padEnd(16, '-') });
  await push.passes();
  assert.deepEqual(push.texts, ['lin: One.', 'lin: (read)']);
  await push.passes();
  assert.equal(push.told.length, 2);
});

test('a push file from before it was kept which message is shown goes on', () => {
  using folder = temporaryFolder();
  new PushFile(folder.file('push.db'))[Symbol.dispose]();
  {
    using older = new DatabaseSync(folder.file('push.db'));
    older.exec(`drop table shown; create table shown (
      endpoint text not null, room text not null, n integer not null, sent_at integer not null,
      primary key (endpoint, room)) strict; insert into shown values ('somewhere', 'tea', 1, 1)`);
  }
  using file = new PushFile(folder.file('push.db'));
  assert.deepEqual(file.allShown(1), []);
  const shown = { endpoint: 'somewhere', room: 'tea', seq: 3, n: 1, sentAt: 1 };
  file.show(shown);
  assert.deepEqual(file.allShown(1), [shown]);
});

test('a push service that is away is asked again, later each time; a device that is gone is forgotten', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  await push.joins('lin');
  await push.posts(ada, 'One.');
  push.answer = { kind: 'later', why: 'HTTP 503', retryAfterMs: 60_000 };
  await push.passes();
  push.answer = { kind: 'taken' };
  await push.passes(30_000);
  assert.deepEqual(push.told, [], 'not before it said');
  await push.passes(31_000);
  assert.deepEqual(push.texts, ['lin: One.']);

  await push.posts(ada, 'Two.');
  push.answer = { kind: 'gone' };
  await push.passes();
  assert.deepEqual(
    push.file.subscriptions().map(({ endpoint }) => endpoint),
    ['https://push.example.org/ada'],
  );
});

test('a device belongs to whoever logged in there last, and an account has twenty', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  const lin = await push.house.registers('lin');
  await push.wants(lin, { level: 'all' });
  push.subscribes(lin, 'ada', 'session of lin');
  await push.posts(ada, 'Mine no more.');
  await push.passes();
  assert.deepEqual(push.texts, ['ada: Mine no more.']);
  for (let device = 0; device < 25; device++) {
    push.nowMs++;
    push.subscribes(ada, `device-${device}`, 'session of ada');
  }
  const ofAda = push.file.subscriptions().filter(({ account }) => account === ada);
  assert.equal(ofAda.length, 20);
  assert.ok(!ofAda.some(({ endpoint }) => endpoint.endsWith('/device-4')));
  assert.ok(ofAda.some(({ endpoint }) => endpoint.endsWith('/device-5')));
});

test('only its own account forgets a subscription', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  push.file.forget('https://push.example.org/ada', lin);
  assert.equal(push.file.subscriptions().length, 2);
  push.file.forget('https://push.example.org/ada', ada);
  assert.equal(push.file.subscriptions().length, 1);
});

test('N1, N2: a room tells what its level allows, a mention by name, and nobody in their quiet hours', async () => {
  await using push = await PushHouse.open();
  const [ada, lin, max] = [await push.joins('ada'), await push.joins('lin'), await push.joins('max')];
  await push.wants(lin, { level: 'mentions' });
  await push.wants(max, { level: 'none' });
  await push.posts(ada, 'To nobody.');
  await push.posts(ada, `<@${lin}> and <@${max}>, look!`);
  await push.passes();
  assert.deepEqual(push.texts, ['lin: @lin and @max, look!']);

  await push.house.does({
    kind: 'change-account',
    account: lin,
    name: undefined,
    settings: { quietUntil: push.nowMs + 60_000 },
  });
  await push.posts(ada, `<@${lin}>, are you asleep?`);
  await push.passes();
  assert.equal(push.told.length, 1);
});

test('M4: who was away when those who are there were called is not told of it', async () => {
  await using push = await PushHouse.open();
  const [ada, lin, max] = [await push.joins('ada'), await push.joins('lin'), await push.joins('max')];
  for (const account of [lin, max]) await push.wants(account, { level: 'mentions' });
  push.house.connected.add(lin);
  await push.posts(ada, '<@here> the kettle boils');
  await push.passes();
  assert.deepEqual(push.texts, ['lin: @here the kettle boils']);
  await push.posts(ada, `<@here> and <@${max}>!`);
  await push.passes();
  assert.deepEqual(push.texts.slice(1).toSorted(), ['lin: @here and @max!', 'max: @here and @max!']);
});

test('M4: of who may not call the whole room nobody is told who wants to hear of mentions alone', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  await push.wants(lin, { level: 'mentions' });
  for (let people = 2; people <= LIMITS.mentionRoomFreely; people++) await push.house.registers(`p${people}`);
  push.house.connected.add(lin);
  await push.posts(ada, '<@room> <@here> buy yarn');
  await push.passes();
  assert.deepEqual(push.texts, []);
});

test('N5, M6: who is mentioned by an edit of what they had read is told, once, until they have seen it', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  await push.wants(lin, { level: 'mentions' });
  const message = await push.posts(ada, 'Tea at four?');
  await push.posts(ada, 'Or at five.');
  await push.house.does({ kind: 'read', account: lin, room: LOBBY_ID, n: 2 });
  await push.passes();
  await push.edits(ada, message, 'Tea at four, anybody?');
  const edit = await push.edits(ada, message, `Tea at four, <@${lin}>?`);
  push.restarts();
  await push.passes();
  const text = 'Tea at four, @lin?';
  const payload = { t: 'message', room: LOBBY_ID, title: 'Lobby', by: 'ada', text, more: 0, seq: edit, message };
  assert.deepEqual(
    push.told.map(({ device, payload }) => ({ device, payload })),
    [{ device: 'lin', payload }],
  );
  await push.edits(ada, message, `Tea at six, <@${lin}>?`);
  await push.passes();
  assert.equal(push.told.length, 1, 'once, and it stays');
  await push.house.does({ kind: 'read-mention', account: lin, room: LOBBY_ID, message });
  await push.passes();
  assert.deepEqual(push.texts, ['lin: Tea at four, @lin?', 'lin: (read)']);
});

test('N5: an edit tells who has not read the message too, and of one that still waits it adds nothing to count', async () => {
  await using push = await PushHouse.open();
  const [ada, lin, max] = [await push.joins('ada'), await push.joins('lin'), await push.joins('max')];
  await push.wants(lin, { level: 'mentions' });
  const message = await push.posts(ada, 'Tea at four?');
  push.follows();
  await push.edits(ada, message, `Tea at four, <@${lin}> and <@${max}>?`);
  await push.passes();
  const text = 'Tea at four, @lin and @max?';
  assert.deepEqual(push.texts.toSorted(), [`lin: ${text}`, `max: ${text}`]);
  assert.ok(push.told.every(({ payload }) => payload.t === 'message' && payload.more === 0));
});

test('N5: nobody is told of a mention by an edit that they have seen in time, that is taken back, nor in their quiet hours', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  await push.wants(lin, { level: 'mentions' });
  const messages = [await push.posts(ada, 'One.'), await push.posts(ada, 'Two.'), await push.posts(ada, 'Three.')];
  await push.house.does({ kind: 'read', account: lin, room: LOBBY_ID, n: 3 });
  await push.passes();
  for (const message of messages.slice(0, 2)) await push.edits(ada, message, `<@${lin}>!`);
  push.follows();
  await push.house.does({ kind: 'read-mention', account: lin, room: LOBBY_ID, message: messages[0]! });
  await push.edits(ada, messages[1]!, 'Never mind.');
  const setting = { kind: 'change-account', account: lin, name: undefined } as const;
  await push.house.does({ ...setting, settings: { quietUntil: push.nowMs + 60_000 } });
  await push.edits(ada, messages[2]!, `<@${lin}>!`);
  await push.passes();
  assert.deepEqual(push.told, []);
});

test('S10, N4: who was brought into a room is told so once, until they open it', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  const room = await push.house.makesRoom(ada, 'garden', 'private');
  await push.house.does({ kind: 'invite', by: ada, room, loginKey: 'lin' });
  push.restarts();
  await push.passes();
  const payloads = () => push.told.map(({ device, payload }) => ({ device, ...payload }));
  const invited = { device: 'lin', t: 'invited', room, title: 'garden', by: 'ada', seq: 2 };
  assert.deepEqual(payloads(), [invited]);
  await push.passes();
  assert.deepEqual(payloads(), [invited], 'once, and it stays');
  await push.wants(lin, {}, room);
  await push.passes();
  assert.deepEqual(payloads(), [invited, { device: 'lin', t: 'read', room }], 'taken back once it was opened');
});

test('S10, N4: nobody is told of a room that they have opened or left in time, of one by whom they block, nor in quiet hours', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  const brings = async (name: string): Promise<string> => {
    const room = await push.house.makesRoom(ada, name);
    assert.ok((await push.house.does({ kind: 'invite', by: ada, room, loginKey: 'lin' })).ok);
    push.follows();
    return room;
  };
  await push.wants(lin, {}, await brings('opened'));
  await push.house.does({ kind: 'leave', account: lin, room: await brings('left') });
  await push.passes();
  const setting = { kind: 'change-account', account: lin, name: undefined } as const;
  await push.house.does({ ...setting, settings: { quietUntil: push.nowMs + 60_000 } });
  await brings('at night');
  await push.passes();
  await push.house.does({ ...setting, settings: { quietUntil: null } });
  await push.house.does({ kind: 'set-blocked', account: lin, person: ada, isBlocked: true });
  await brings('by whom she blocks');
  await push.passes();
  assert.deepEqual(push.told, []);
});

test('what is said in a room that one was brought into is told in place of that', async () => {
  await using push = await PushHouse.open();
  const [ada, lin] = [await push.joins('ada'), await push.joins('lin')];
  const room = await push.house.makesRoom(ada, 'garden');
  await push.house.does({ kind: 'invite', by: ada, room, loginKey: 'lin' });
  await push.posts(ada, `<@${lin}>, welcome!`, room);
  await push.passes();
  assert.deepEqual(push.texts, ['lin: @lin, welcome!']);
  assert.equal(push.told[0]?.payload.t === 'message' && push.told[0].payload.more, 0);
});

test('devices with keys that are none hold up nobody else', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  const eve = await push.joins('eve');
  for (let device = 0; device < 8; device++) {
    push.subscribes(eve, `broken-${device}`, 'session of eve');
    push.brokenDevices.add(`broken-${device}`);
  }
  push.brokenDevices.add('eve');
  await push.posts(ada, 'One.');
  push.follows();
  push.nowMs += 1;
  await push.joins('lin');
  await push.posts(ada, 'Two.');
  await push.passes();
  assert.deepEqual(push.texts, ['lin: Two.']);
  assert.deepEqual(push.file.due(Number.MAX_SAFE_INTEGER, 100), []);
});

test('however long a push service asks to wait, it is asked again within the hour', async () => {
  for (const retryAfterMs of [1e300, 6_000.1]) {
    await using push = await PushHouse.open();
    const ada = await push.joins('ada');
    await push.joins('lin');
    await push.posts(ada, 'One.');
    push.answer = { kind: 'later', why: 'HTTP 429', retryAfterMs };
    await push.passes();
    assert.equal(push.file.due(push.nowMs + 60 * 60_000, 1)[0]?.tries, 1);
  }
});

test('what still waits is not forgotten because the newest message of all has expired', async () => {
  await using push = await PushHouse.open();
  const ada = await push.joins('ada');
  await push.joins('lin');
  const room = await push.house.makesRoom(ada, 'garden');
  assert.ok((await push.house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } })).ok);
  await push.posts(ada, 'Kept.');
  await push.posts(ada, 'Passing.', room);
  push.answer = { kind: 'later', why: 'HTTP 502', retryAfterMs: undefined };
  await push.passes();
  push.house.nowMs += 3 * 24 * 60 * 60_000;
  assert.ok((await push.house.does({ kind: 'expire', after: '' })).ok);
  const { followed } = push.file;
  push.follows();
  assert.equal(push.file.followed?.row, followed?.row);
  push.answer = { kind: 'taken' };
  await push.passes(60_000);
  assert.deepEqual(push.texts, ['lin: Kept.']);
});
