import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { readLedger } from './ledger.ts';
import { registeredPeople } from './person.ts';
import { until } from './until.ts';

const TEXT = 'The server stops at noon.  <b>Save your work</b>';

test('the console’s broadcast reaches everybody as the server’s own message, and stays', async () => {
  await using house = await House.open({ args: ['--workers', '4'] });
  const people = await registeredPeople(house.url, 6);
  using chats = await connected([...people, ...people]);
  house.server.type(`broadcast ${TEXT}`);
  for (const chat of chats) await until('the broadcast', () => chat.bodies().includes(TEXT));
  for (const chat of chats) {
    const message = chat.events().find((event) => event.t === 'message');
    assert.equal(message?.from, 'server');
    assert.equal(message.by, 'server');
  }
  await house.server.kill();
  const stored = readLedger(house.dataFolder).rooms.get(LOBBY)!.filter((event) => event.t === 'message');
  assert.deepEqual(stored.map(({ body, fromServer }) => ({ body, fromServer })), [{ body: TEXT, fromServer: true }]);
  await house.startAgain();
  for (const { client } of chats) client.reconnectNow();
  await assertWholeStory(house, chats);
  const page = await people[0]!.rest.history(LOBBY);
  assert.ok(page.ok && page.value.events.some((event) => event.t === 'message' && event.from === 'server' && event.body === TEXT));
});

test('the console lists clients, and shows what was typed by strangers without obeying it', async () => {
  await using house = await House.open({ args: ['--workers', '2'] });
  using _chats = await connected([house.operator, ...(await registeredPeople(house.url, 1))]);
  house.server.type('list');
  await until('the list', () => house.server.lines.includes('2 clients are connected.'));
  const table = house.server.lines.join('\n');
  for (const name of ['Operator', 'person 1']) assert.ok(table.includes(name));
  house.server.type('\u001b[2Jshout');
  await until('an answer', () => house.server.lines.some((line) => line.includes('There is no command') && !line.includes('\u001b')));
});
