import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { connected } from './chat.ts';
import { House } from './house.ts';
import { registered, type Person } from './person.ts';
import { Reaper } from './reaper.ts';
import { until } from './until.ts';

test('what was said is found, whoever dies: the background thread, the process, the index', async () => {
  using reaper = new Reaper();
  await using house = await House.open({ env: reaper.env });
  const [ada, lin] = [await registered(house.url, 'Ada'), await registered(house.url, 'Lin')];
  const says = async (body: string) => {
    using chats = await connected([ada]);
    const [chat] = chats;
    chat!.says(body);
    await until('it is on disk', () => chat!.isAnswered);
  };
  await says('我们在北京见');
  await until('a message is found', () => finds(lin, '北京', ['我们在北京见']));

  await reaper.ends('background', 'terminate');
  assert.equal(await codeOf(ada), 'busy');
  await says('见面在北京');
  await until('it is found by the next thread', () => finds(lin, '北京', ['见面在北京', '我们在北京见']));

  await house.server.kill();
  await house.startAgain();
  await until('it is found after a kill', () => finds(lin, '北京', ['见面在北京', '我们在北京见']));

  await house.server.kill();
  await rm(join(house.dataFolder, 'search.db'));
  await house.startAgain();
  await until('it is found by a new index', () => finds(lin, '北京', ['见面在北京', '我们在北京见']));
  assert.deepEqual(house.errors(), []);
});

async function finds({ rest }: Person, query: string, expected: readonly string[]): Promise<boolean> {
  const answer = await rest.search({ query });
  const bodies = answer.ok ? answer.value.hits.map(({ message }) => message.body) : [];
  return bodies.join('\n') === expected.join('\n');
}

async function codeOf({ rest }: Person): Promise<string | undefined> {
  const answer = await rest.search({ query: 'x' });
  return answer.ok || answer.error === 'offline' ? undefined : answer.error.code;
}
