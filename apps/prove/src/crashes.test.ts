import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Chat, connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { readLedger } from './ledger.ts';
import { granted, registeredPeople } from './person.ts';
import { cameTooLate, writesAnything } from './writing.ts';
import { oneOf, seededRandom, wholeNumber } from './random.ts';

const PEOPLE = MODE.clients({ many: 8, few: 4 });
const LINES = 600;
const CRASHES = 2;

test('what was acknowledged outlives kill -9, once, in order, for everybody', async (t) => {
  const random = seededRandom(t);
  await using house = await House.open({ args: ['--workers', '4'] });
  const people = await registeredPeople(house.url, PEOPLE);
  const room = granted(await people[0]!.rest.createRoom({ name: 'Kitchen', kind: 'public' })).id;
  for (const person of people.slice(1)) granted(await person.rest.joinRoom(room));
  using chats = await connected(people);

  for (let crash = 1; crash <= CRASHES; crash++) {
    const before = acknowledged(chats);
    const killAfter = wholeNumber(random, 1, LINES - 1);
    const talk = async (): Promise<void> => {
      for (let line = 0; line < LINES; line++) {
        const chat = oneOf(random, chats);
        writesAnything(random, chat, random() < 0.5 ? LOBBY : room, `line ${line} of round ${crash}`);
        if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const killed = acknowledgements(chats, killAfter).then(() => house.server.kill());
    await Promise.all([talk(), killed]);
    t.diagnostic(`killed after ${killAfter} acknowledgements, ${acknowledged(chats) - before} came`);
    // What is on disk now is all that a crashed server leaves: nobody may have been told of more.
    assert.deepEqual(acknowledgedAndLost(chats, house.dataFolder), []);
    await house.startAgain();
    for (const { client } of chats) client.reconnectNow();
  }

  await assertWholeStory(house, chats);
  assert.equal(acknowledged(chats) + cameTooLate(chats), LINES * CRASHES, 'nothing else was refused for good');
  assert.deepEqual(house.errors(), []);
});

/** Resolves at once with the last of so many acknowledgements. */
function acknowledgements(chats: readonly Chat[], count: number): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    for (const { client } of chats) client.listen(({ kind }) => kind === 'acked' && --left === 0 && resolve());
  });
}

function acknowledged(chats: readonly Chat[]): number {
  return chats.reduce((count, { acks }) => count + acks.size, 0);
}

function acknowledgedAndLost(chats: readonly Chat[], dataFolder: string): readonly string[] {
  const ledger = readLedger(dataFolder);
  return chats.flatMap(({ account, posted, changed, acks }) =>
    [
      ...posted.filter(({ id }) => acks.has(id) && ledger.messagesOf(account, id).length !== 1),
      // What was deleted already is acknowledged with the place of its deletion.
      ...changed.filter(({ id, room, t }) => acks.has(id) && ledger.rooms.get(room)?.[acks.get(id)!.seq - 1]?.t !== t),
    ].map(({ id }) => id),
  );
}
