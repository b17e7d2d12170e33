import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { readLedger } from './ledger.ts';
import { registeredPeople } from './person.ts';
import { until } from './until.ts';

const TEXT = 'The server stops at noon.  <b>Save your work</b>';

test('the console lists everybody, and its broadcast reaches them as the server’s own message, and stays', async () => {
  await using house = await House.open({ args: ['--workers', '4'] });
  const people = await registeredPeople(house.url, MODE.clients({ many: 6, few: 2 }));
  using chats = await connected([...people, ...people]);
  house.server.type('list');
  await until('the list', () => house.server.lines.includes(`${chats.length} clients are connected.`));
  for (const { name } of people)
    assert.ok(
      house.server.lines.some((line) => line.includes(` ${name} `)),
      name,
    );

  house.server.type(`broadcast ${TEXT}`);
  for (const chat of chats) await until('the broadcast', () => chat.bodies().includes(TEXT));
  for (const chat of chats) {
    const message = chat.events().find((event) => event.t === 'message');
    assert.equal(message?.from, 'server');
    assert.equal(message.by, 'server');
  }
  await house.server.kill();
  const stored = readLedger(house.dataFolder)
    .rooms.get(LOBBY)!
    .filter((event) => event.t === 'message');
  assert.deepEqual(
    stored.map(({ body, fromServer }) => ({ body, fromServer })),
    [{ body: TEXT, fromServer: true }],
  );
  await house.startAgain();
  for (const { client } of chats) client.reconnectNow();
  await assertWholeStory(house, chats);
  const page = await people[0]!.rest.history(LOBBY);
  assert.ok(
    page.ok &&
      page.value.events.some((event) => event.t === 'message' && event.from === 'server' && event.body === TEXT),
  );
});
