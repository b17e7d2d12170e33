import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  directorySchema,
  historySchema,
  bansSchema,
  membersSchema,
  postedSchema,
  roomAnswerSchema,
  versionsSchema,
  inboxSchema,
  pinsSchema,
  reactorsSchema,
  repliesPageSchema,
  savedPageSchema,
} from '@skein/protocol/rest';
import { makeClientId } from '@skein/protocol/client-id';
import { RATES } from '../limits/limits.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';
import type { Visitor } from './testing/visitor.ts';

let lastId = 0;
const clientId = () => makeClientId(++lastId, new Uint8Array(6));
const says = (who: Visitor, room: string, body: unknown, id: unknown = clientId()) =>
  who.asks('POST', `/api/rooms/${room}/messages`, { body: { id, body } });

async function threePeople(server: TestServer) {
  return { ada: await server.member('Ada'), lin: await server.member('Lin'), eve: await server.member('Eve') };
}

test('who makes a room owns it and finds it', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  const made = await ada.asks('POST', '/api/rooms', { body: { name: 'Knitting 🧶', kind: 'public' } });
  assert.equal(made.status, 201);
  const { room } = roomAnswerSchema.parse(made.body);
  assert.deepEqual([room.name, room.kind, room.role, room.members], ['Knitting 🧶', 'public', 'owner', 1]);
  assert.deepEqual((await ada.asks('GET', `/api/rooms/${room.id}`)).body, { room });
});

test('a room name that is invalid or taken is refused', async () => {
  await using server = await startTestServer();
  const ada = await server.member('Ada');
  await ada.makesRoom('Knitting');
  const make = (name: unknown, kind: unknown = 'public') => ada.asks('POST', '/api/rooms', { body: { name, kind } });
  assert.equal((await make('KNITTING')).code, 'name_taken');
  assert.deepEqual((await make('a\u200bb')).body.error, { code: 'name_invalid', params: { reason: 'invisible' } });
  assert.equal((await make('Other', 'direct')).code, 'bad_request');
  assert.equal((await make(7)).body.error.params.reason, 'name: expected string');
});

test('G1: the owner of a room sets how long it keeps messages, and what is not named stays', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve } = await threePeople(server);
  const room = await ada.makesRoom('Knitting', 'private');
  await ada.asks('POST', `/api/rooms/${room}/members`, { body: { name: 'Lin' } });
  const change = (who: Visitor, body: unknown) => who.asks('PATCH', `/api/rooms/${room}`, { body });
  const changed = await change(ada, { retentionDays: 30 });
  assert.equal(changed.status, 200);
  assert.equal(roomAnswerSchema.parse(changed.body).room.retentionDays, 30);
  assert.deepEqual((await change(ada, {})).body, changed.body, 'nothing was to change');
  assert.equal((await ada.asks('GET', `/api/rooms/${room}`)).body.room.retentionDays, 30);
  assert.equal(roomAnswerSchema.parse((await change(ada, { retentionDays: null })).body).room.retentionDays, null);
  for (const wrong of [0, -1, 1.5, 36_501, '30'])
    assert.equal((await change(ada, { retentionDays: wrong })).code, 'bad_request', String(wrong));
  assert.equal((await change(ada, { seq: 7 })).code, 'bad_request', 'not a setting');
  assert.equal((await change(lin, { retentionDays: 1 })).code, 'forbidden');
  assert.equal((await change(eve, { retentionDays: 1 })).code, 'not_found');
});

test('G1: a room is renamed by the rules of names, and says what it is about in one line', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const room = await ada.makesRoom('Knitting', 'public');
  await lin.makesRoom('Weaving', 'public');
  const change = (body: unknown) => ada.asks('PATCH', `/api/rooms/${room}`, { body });
  const changed = await change({ name: 'Knitting club', topic: 'Socks', description: 'Two needles\nand time' });
  assert.partialDeepStrictEqual(changed.body.room, { name: 'Knitting club', topic: 'Socks' });
  assert.equal((await change({ name: 'WEAVING' })).code, 'name_taken');
  assert.equal((await change({ name: ' x' })).code, 'name_invalid');
  const texts = [{ topic: 'two\nlines' }, { topic: 'x'.repeat(201) }, { description: 'x'.repeat(1_001) }];
  for (const wrong of [...texts, { archived: 1 }])
    assert.equal((await change(wrong)).code, 'bad_request', JSON.stringify(wrong));
  const linId = await lin.id();
  await lin.asks('POST', `/api/rooms/${room}/join`);
  const give = (role: unknown) => ada.asks('PATCH', `/api/rooms/${room}/members/${linId}`, { body: { role } });
  assert.equal((await give('moderator')).status, 204);
  assert.equal((await give('queen')).code, 'bad_request');
  assert.equal((await lin.asks('GET', `/api/rooms/${room}`)).body.room.role, 'moderator');
});

test('the directory lists public rooms by name, by what they have in them, in pages', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  for (let index = 0; index < 55; index++) await ada.makesRoom(`Room ${String(index).padStart(2, '0')}`);
  await ada.makesRoom('Secret', 'private');
  const first = directorySchema.parse((await lin.asks('GET', '/api/rooms?search=ROOM')).body);
  assert.equal(first.rooms.length, 50);
  const rest = directorySchema.parse(
    (await lin.asks('GET', `/api/rooms?search=ROOM&after=${encodeURIComponent(first.next!)}`)).body,
  );
  assert.deepEqual(
    [rest.rooms.map(({ name }) => name), rest.next],
    [['Room 50', 'Room 51', 'Room 52', 'Room 53', 'Room 54'], undefined],
  );
  assert.ok(first.rooms.every(({ joined }) => !joined));
  assert.deepEqual((await lin.asks('GET', '/api/rooms?search=secret')).body.rooms, []);
});

test('a public room is joined and left', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  const joined = await lin.asks('POST', `/api/rooms/${room}/join`);
  assert.deepEqual([joined.status, joined.body.room.role, joined.body.room.members], [200, 'member', 2]);
  assert.deepEqual([(await lin.asks('POST', `/api/rooms/${room}/join`)).status], [409]);
  assert.equal((await lin.asks('POST', `/api/rooms/${room}/leave`)).status, 204);
  assert.deepEqual([(await lin.asks('POST', `/api/rooms/${room}/leave`)).code], ['not_a_member']);
  assert.deepEqual(
    [
      (await lin.asks('POST', '/api/rooms/lobby/leave')).status,
      (await lin.asks('POST', '/api/rooms/lobby/leave')).code,
    ],
    [409, 'cannot_leave'],
  );
});

test('a private room is known to nobody but those who were invited', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve } = await threePeople(server);
  const room = await ada.makesRoom('Secret', 'private');
  await says(ada, room, 'hush');
  const evesId = await eve.id();
  const tries: [string, string, unknown?][] = [
    ['GET', ''],
    ['GET', '/members'],
    ['GET', '/events'],
    ['POST', '/join'],
    ['POST', '/members', { name: 'Eve' }],
    ['DELETE', `/members/${evesId}`],
  ];
  for (const [method, path, body] of tries) {
    const real = await eve.asks(method, `/api/rooms/${room}${path}`, { body });
    const invented = await eve.asks(method, `/api/rooms/no-such-room${path}`, { body });
    assert.deepEqual([real.status, real.text], [404, invented.text], `${method} ${path}`);
  }
  for (const missing of [room, 'no-such-room']) assert.equal((await says(eve, missing, 'hi')).code, 'not_a_member');

  assert.equal((await ada.asks('POST', `/api/rooms/${room}/members`, { body: { name: 'LIN' } })).status, 204);
  const seen = membersSchema.parse((await lin.asks('GET', `/api/rooms/${room}/members`)).body);
  assert.deepEqual(
    seen.members.map(({ name, role }) => [name, role]),
    [
      ['Ada', 'owner'],
      ['Lin', 'member'],
    ],
  );
  assert.equal((await ada.asks('POST', `/api/rooms/${room}/members`, { body: { name: 'Nobody' } })).code, 'not_found');
  assert.equal(
    (await ada.asks('POST', `/api/rooms/${room}/members`, { body: { name: 'Lin' } })).code,
    'already_a_member',
  );
});

test('a server operator does not get into a private room either', async () => {
  await using server = await startTestServer();
  const operator = await server.operator();
  const ada = await server.member('Ada');
  const room = await ada.makesRoom('Secret', 'private');
  for (const path of ['', '/events', '/members'])
    assert.equal((await operator.asks('GET', `/api/rooms/${room}${path}`)).status, 404);
  assert.equal((await says(operator, room, 'hi')).status, 403);
});

test('an owner removes a member, a member removes nobody', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  for (const who of [lin, eve]) await who.asks('POST', `/api/rooms/${room}/join`);
  const remove = async (by: Visitor, whom: Visitor) =>
    (await by.asks('DELETE', `/api/rooms/${room}/members/${await whom.id()}`)).status;
  assert.equal(await remove(lin, eve), 403);
  assert.equal(await remove(lin, ada), 403);
  assert.equal(await remove(ada, eve), 204);
  assert.equal((await eve.asks('GET', `/api/rooms/${room}/events`)).status, 404);
});

test('G5: who is kept out of a room is out of it, and comes back once let in', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  for (const who of [lin, eve]) await who.asks('POST', `/api/rooms/${room}/join`);
  const evesId = await eve.id();
  const path = `/api/rooms/${room}/bans`;
  const codes = async (...asked: Promise<{ code?: string | undefined }>[]) =>
    (await Promise.all(asked)).map(({ code }) => code);
  assert.deepEqual(await codes(lin.asks('PUT', `${path}/${evesId}`), lin.asks('GET', path)), [
    'forbidden',
    'forbidden',
  ]);
  assert.equal((await ada.asks('PUT', `${path}/${evesId}`)).status, 204);
  assert.equal((await eve.asks('GET', `/api/rooms/${room}/events`)).status, 404);
  const joined = await eve.asks('POST', `/api/rooms/${room}/join`);
  assert.deepEqual([joined.status, joined.code], [403, 'banned']);
  assert.equal((await lin.asks('POST', `/api/rooms/${room}/members`, { body: { name: 'Eve' } })).code, 'banned');
  const { bans } = bansSchema.strict().parse((await ada.asks('GET', path)).body);
  assert.partialDeepStrictEqual(bans, [{ id: evesId, name: 'Eve', by: 'Ada' }]);
  assert.equal((await eve.asks('GET', path)).code, 'forbidden');
  assert.equal((await eve.asks('DELETE', `${path}/${evesId}`)).code, 'forbidden');
  assert.equal((await ada.asks('DELETE', `${path}/${evesId}`)).status, 204);
  assert.equal((await eve.asks('POST', `/api/rooms/${room}/join`)).status, 200);
  assert.equal((await ada.asks('PUT', `/api/rooms/lobby/bans/${evesId}`)).code, 'forbidden');
  const secret = await ada.makesRoom('Secret', 'private');
  assert.deepEqual(
    await codes(eve.asks('GET', `/api/rooms/${secret}/bans`), eve.asks('PUT', `/api/rooms/${secret}/bans/${evesId}`)),
    ['not_found', 'not_found'],
  );
});

test('a message gets its place, and the same place when it is sent again', async () => {
  await using server = await startTestServer();
  const { ada } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  const id = clientId();
  const first = await says(ada, room, 'hi', id);
  assert.equal(first.status, 201);
  assert.deepEqual([postedSchema.strict().parse(first.body).seq, first.body.n], [2, 1]);
  const again = await says(ada, room, 'hi', id);
  assert.deepEqual([again.status, again.body], [200, first.body]);
  const reused = await says(ada, room, 'other', id);
  assert.deepEqual([reused.status, reused.code], [409, 'client_id_reused']);
});

test('a message that cannot be posted is refused before the ledger sees it', async () => {
  await using server = await startTestServer();
  const { ada } = await threePeople(server);
  const tries: [unknown, number, string][] = [
    ['', 400, 'body_empty'],
    [' \n\t', 400, 'body_empty'],
    ['x'.repeat(16_385), 413, 'body_too_long'],
    ['🧶'.repeat(4_097), 413, 'body_too_long'],
    ['\ud800', 400, 'bad_request'],
    ['a\0b', 400, 'bad_request'],
    [7, 400, 'bad_request'],
    [undefined, 400, 'bad_request'],
  ];
  for (const [body, status, code] of tries) {
    const answered = await says(ada, 'lobby', body);
    assert.deepEqual([answered.status, answered.code], [status, code], JSON.stringify(body)?.slice(0, 20));
  }
  for (const id of ['short', 'x'.repeat(37), 'with spaces in it', 7, null])
    assert.equal((await says(ada, 'lobby', 'hi', id)).status, 400);
  assert.ok(!server.commands.includes('post'));
});

test('a message is edited by its author, and its earlier bodies are shown to members', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  await lin.asks('POST', `/api/rooms/${room}/join`);
  const { seq } = (await says(ada, room, 'hi')).body;
  const path = `/api/rooms/${room}/messages/${seq}`;
  const body = { id: clientId(), body: 'hello' };
  const edited = await ada.asks('PUT', path, { body });
  assert.deepEqual([edited.status, postedSchema.strict().parse(edited.body).n], [200, 1]);
  assert.deepEqual((await ada.asks('PUT', path, { body })).body, edited.body, 'a repeated one gets the first answer');
  assert.equal((await lin.asks('PUT', path, { body: { ...body, id: clientId() } })).code, 'forbidden');

  const { events } = historySchema.parse((await lin.asks('GET', `/api/rooms/${room}/events`)).body);
  const message = events.find((event) => event.t === 'message')!;
  assert.deepEqual([message.body, message.edited], ['hello', { seq: edited.body.seq, at: edited.body.at }]);
  const { versions } = versionsSchema.strict().parse((await lin.asks('GET', `${path}/versions`)).body);
  assert.deepEqual(
    versions.map((version) => version.body),
    ['hi', 'hello'],
  );
  assert.equal((await eve.asks('GET', `${path}/versions`)).status, 404);
});

test('a message is deleted by its author or the room’s owner, once, and its content is gone', async () => {
  await using server = await startTestServer();
  const { ada, lin, eve } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  for (const who of [lin, eve]) await who.asks('POST', `/api/rooms/${room}/join`);
  const { seq } = (await says(lin, room, 'hush')).body;
  const path = `/api/rooms/${room}/messages/${seq}`;
  await lin.asks('PUT', path, { body: { id: clientId(), body: 'husher' } });
  assert.equal((await eve.asks('DELETE', path)).code, 'forbidden');
  const deleted = await ada.asks('DELETE', path);
  assert.deepEqual([deleted.status, postedSchema.strict().parse(deleted.body).n], [200, 1]);
  assert.deepEqual((await lin.asks('DELETE', path)).body, deleted.body, 'deleting again is answered alike');
  assert.equal((await lin.asks('PUT', path, { body: { id: clientId(), body: 'x' } })).code, 'message_deleted');

  const history = await eve.asks('GET', `/api/rooms/${room}/events`);
  assert.doesNotMatch(history.text, /hush/);
  const message = historySchema.parse(history.body).events.find((event) => event.t === 'message');
  assert.equal(message?.t === 'message' && message.deleted?.name, 'Ada');
  assert.deepEqual((await eve.asks('GET', `${path}/versions`)).body, { versions: [] });
});

test('an edit that cannot be made is refused before the ledger sees it, and what is no seq is not found', async () => {
  await using server = await startTestServer();
  const { ada } = await threePeople(server);
  const { seq } = (await says(ada, 'lobby', 'hi')).body;
  const put = (message: string | number, body: unknown) =>
    ada.asks('PUT', `/api/rooms/lobby/messages/${message}`, { body: { id: clientId(), body } });
  for (const [body, code] of [
    [' ', 'body_empty'],
    ['x'.repeat(16_385), 'body_too_long'],
    ['a\0b', 'bad_request'],
    [undefined, 'bad_request'],
  ]) {
    assert.equal((await put(seq, body)).code, code);
  }
  for (const message of ['0', '-1', 'x', '1.5', '01', '1e3', '9'.repeat(16)]) {
    assert.equal((await put(message, 'hi')).code, 'not_found', message);
    assert.equal((await ada.asks('DELETE', `/api/rooms/lobby/messages/${message}`)).code, 'not_found', message);
  }
  assert.ok(!server.commands.includes('edit') && !server.commands.includes('delete'));
  assert.equal((await put(1, 'hi')).code, 'not_found', 'an event that is no message');
});

test('history comes in pages, newest first asked, ascending within', async () => {
  await using server = await startTestServer();
  const { ada } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  for (let index = 1; index <= 5; index++) await says(ada, room, `message ${index}`);
  const page = async (query: string) =>
    historySchema.parse((await ada.asks('GET', `/api/rooms/${room}/events${query}`)).body);
  const newest = await page('?limit=2');
  assert.deepEqual([newest.events.map(({ seq }) => seq), newest.more], [[5, 6], true]);
  const oldest = await page('?limit=4&before=5');
  assert.deepEqual([oldest.events.map(({ seq }) => seq), oldest.more], [[1, 2, 3, 4], false]);
  assert.equal((await page('?limit=100000')).events.length, 6);
});

test('R4: history is also read forward, and around a message that is linked to', async () => {
  await using server = await startTestServer();
  const { ada } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  for (let index = 1; index <= 5; index++) await says(ada, room, `message ${index}`);
  const page = async (query: string) => {
    const answered = await ada.asks('GET', `/api/rooms/${room}/events${query}`);
    const { events, more, newer } = historySchema.strict().parse(answered.body);
    return [events.map(({ seq }) => seq), more, newer];
  };
  assert.deepEqual(await page('?after=4'), [[5, 6], true, undefined]);
  assert.deepEqual(await page('?after=0&limit=2'), [[1, 2], false, true]);
  assert.deepEqual(await page('?around=3&limit=3'), [[2, 3, 4], true, true]);
});

test('Q1, Q3, Q4: a bot replies, reads the replies to a message, and says so', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const { seq } = (await says(ada, 'lobby', 'Tea?')).body;
  const path = `/api/rooms/lobby/messages/${seq}/replies`;
  const reply = (body: string, answered: number) =>
    lin.asks('POST', '/api/rooms/lobby/messages', { body: { id: clientId(), body, reply: answered } });
  assert.deepEqual([(await reply('Yes', seq)).status, (await reply('Please', seq + 1)).status], [201, 201]);
  assert.equal((await reply('Hm', 99)).code, 'not_found');
  const page = async () => repliesPageSchema.strict().parse((await ada.asks('GET', path)).body);
  const { message, replies, more } = await page();
  assert.deepEqual(
    replies.map(({ body, reply }) => [body, reply?.excerpt, reply?.r]),
    [
      ['Yes', 'Tea?', 1],
      ['Please', 'Yes', 2],
    ],
  );
  assert.deepEqual([message?.replies?.count, message?.replies?.read, more], [2, 0, false]);
  assert.equal((await ada.asks('PUT', `${path}/read`, { body: { n: 2 } })).status, 204);
  assert.equal((await page()).message?.replies?.read, 2);
  assert.equal((await ada.asks('GET', '/api/rooms/lobby/messages/1/replies')).code, 'not_found');
});

test('T1, T4: a bot reacts, takes it back, sees who has, pins, and sees what is pinned', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const room = await ada.makesRoom('Knitting');
  await lin.asks('POST', `/api/rooms/${room}/join`);
  const { seq } = (await says(ada, room, 'Tea?')).body;
  const path = `/api/rooms/${room}/messages/${seq}/reactions/${encodeURIComponent('👍')}`;
  const reacted = await lin.asks('PUT', path);
  assert.deepEqual([reacted.status, postedSchema.strict().parse(reacted.body).n], [200, 1]);
  const people = async () => reactorsSchema.strict().parse((await ada.asks('GET', path)).body).people;
  assert.deepEqual(
    (await people()).map(({ name }) => name),
    ['Lin'],
  );
  assert.equal((await lin.asks('DELETE', path)).status, 200);
  assert.deepEqual(await people(), []);
  assert.equal((await lin.asks('PUT', `/api/rooms/${room}/messages/${seq}/reactions/yes`)).code, 'bad_request');
  const pin = `/api/rooms/${room}/pins/${seq}`;
  assert.equal((await lin.asks('PUT', pin)).code, 'forbidden');
  assert.equal((await ada.asks('PUT', pin)).status, 200);
  const pins = async () => pinsSchema.strict().parse((await lin.asks('GET', `/api/rooms/${room}/pins`)).body).messages;
  assert.deepEqual(
    (await pins()).map(({ body, tags }) => [body, tags?.pinned?.name]),
    [['Tea?', 'Ada']],
  );
  assert.equal((await ada.asks('DELETE', pin)).status, 200);
  assert.deepEqual(await pins(), []);
});

test('M5: a bot reads its inbox in pages', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const id = await lin.id();
  for (const body of [`<@${id}> one`, `<@${id}> two`]) await says(ada, 'lobby', body);
  const page = async (query = '') => {
    const { items, ...rest } = inboxSchema.strict().parse((await lin.asks('GET', `/api/inbox${query}`)).body);
    return { bodies: items.map(({ kind, message }) => `${kind} ${message.body.split(' ')[1]}`), ...rest };
  };
  assert.deepEqual(await page(), { bodies: ['mention two', 'mention one'], more: false });
  const first = await page('?limit=1');
  assert.deepEqual(first.bodies, ['mention two']);
  assert.deepEqual(await page(`?limit=1&before=${first.before}`), { bodies: ['mention one'], more: false });
  assert.equal((await lin.asks('GET', '/api/inbox?before=0')).code, 'bad_request');
  assert.equal((await lin.asks('PUT', `/api/inbox/lobby/2`)).status, 204, 'nothing there was late');
  assert.equal((await lin.asks('PUT', '/api/inbox/nowhere/2')).code, 'not_found');
});

test('L1, L2: a message is kept for oneself until it is let go or deleted', async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const { seq } = (await says(ada, 'lobby', 'Remember the milk')).body;
  const path = `/api/saved/lobby/${seq}`;
  const saved = async (who = lin) => {
    const { items } = savedPageSchema.strict().parse((await who.asks('GET', '/api/saved')).body);
    return items.map(({ message }) => message.body);
  };
  for (const status of [204, 204]) assert.equal((await lin.asks('PUT', path)).status, status);
  assert.deepEqual([await saved(), await saved(ada)], [['Remember the milk'], []]);
  assert.equal((await lin.asks('DELETE', path)).status, 204);
  assert.deepEqual(await saved(), []);
  await lin.asks('PUT', path);
  await ada.asks('DELETE', `/api/rooms/lobby/messages/${seq}`);
  assert.deepEqual(await saved(), []);
  assert.equal((await lin.asks('PUT', path)).code, 'message_deleted');
  for (const none of ['/api/saved/lobby/1', '/api/saved/nowhere/2', '/api/saved/lobby/x']) {
    assert.equal((await lin.asks('PUT', none)).code, 'not_found', none);
  }
});

test('a query that makes no sense is refused with its reason', async () => {
  await using server = await startTestServer();
  const { ada } = await threePeople(server);
  const tries = [
    'events?limit=0',
    'events?limit=-1',
    'events?limit=x',
    'events?limit=1.5',
    'events?before=0',
    'events?before=1&before=2',
    'events?limit=1e999',
    'events?before=1&after=1',
    'events?around=0',
    'messages/2/replies?before=0',
    'members?after=a&after=b',
  ];
  for (const path of tries) {
    const answered = await ada.asks('GET', `/api/rooms/lobby/${path}`);
    assert.deepEqual([answered.status, answered.code], [400, 'bad_request'], path);
    assert.match(answered.body.error.params.reason, /^(limit|before|after|around|one of before, after and around)/);
  }
});

test("posting and changing rooms have rates of each account's own", async () => {
  await using server = await startTestServer();
  const { ada, lin } = await threePeople(server);
  const id = await ada.id();
  for (let index = 0; index < RATES.change.burst; index++) server.services.limits.take('change', id);
  for (let index = 0; index < RATES.post.burst; index++) server.services.limits.take('post', id);
  const tries = [
    await ada.asks('POST', '/api/rooms', { body: { name: 'x', kind: 'public' } }),
    await says(ada, 'lobby', 'hi'),
  ];
  for (const answered of tries) {
    assert.deepEqual([answered.status, answered.code], [429, 'too_many_requests']);
    assert.ok(answered.body.error.retryAfterMs > 0);
    assert.equal(answered.headers['retry-after'], '1');
  }
  assert.equal((await says(lin, 'lobby', 'hi')).status, 201);
});

test('every door of the rooms asks for a session first', async () => {
  await using server = await startTestServer();
  const doors: [string, string][] = [
    ['GET', '/api/rooms'],
    ['POST', '/api/rooms'],
    ['POST', '/api/direct'],
    ['GET', '/api/rooms/lobby'],
    ['PATCH', '/api/rooms/lobby'],
    ['PATCH', '/api/rooms/lobby/members/x'],
    ['PUT', '/api/rooms/lobby/preferences'],
    ['PATCH', '/api/account'],
    ['PUT', '/api/account/blocked/x'],
    ['DELETE', '/api/account/blocked/x'],
    ['GET', '/api/accounts/x'],
    ['POST', '/api/rooms/lobby/join'],
    ['POST', '/api/rooms/lobby/leave'],
    ['GET', '/api/rooms/lobby/members'],
    ['POST', '/api/rooms/lobby/members'],
    ['DELETE', '/api/rooms/lobby/members/x'],
    ['GET', '/api/rooms/lobby/bans'],
    ['PUT', '/api/rooms/lobby/bans/x'],
    ['DELETE', '/api/rooms/lobby/bans/x'],
    ['GET', '/api/rooms/lobby/events'],
    ['POST', '/api/rooms/lobby/messages'],
    ['PUT', '/api/rooms/lobby/messages/1'],
    ['DELETE', '/api/rooms/lobby/messages/1'],
    ['GET', '/api/rooms/lobby/messages/1/versions'],
    ['GET', '/api/accounts'],
    ['GET', '/api/sessions'],
  ];
  for (const [method, path] of doors) {
    const answered = await server.visitor().asks(method, path);
    assert.deepEqual([answered.status, answered.code], [401, 'not_logged_in'], `${method} ${path}`);
    assert.equal(answered.headers['www-authenticate'], 'Bearer');
  }
});
