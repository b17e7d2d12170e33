import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Chat, connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { granted, nodeClientOf, registeredPeople } from './person.ts';
import { until } from './until.ts';

// A disk without room: no file of the server's may grow any more, as `prlimit` says while it runs.

const LINES_EACH = 60;
/** Else the signal that comes with the refused write ends the process; a full disk sends none. */
const UNDER = ['sh', '-c', 'trap "" XFSZ; exec "$@"', 'sh'];
const hasLimits = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;

if (!hasLimits) {
  test('what a full disk does is NOT shown here', (t) => t.diagnostic('it needs prlimit, of Linux’s util-linux'));
} else {
  test('a full disk is answered, everything stays readable, and once there is room all is stored in its order', async (t) => {
    await using house = await House.open({ under: UNDER, args: ['--workers', '2'] });
    const people = await registeredPeople(house.url, 4);
    const room = granted(await people[0]!.rest.createRoom({ name: 'Kitchen', kind: 'public' })).id;
    for (const person of people.slice(1)) granted(await person.rest.joinRoom(room));
    using chats = await connected(people);
    talk(chats, room, 'before');
    await until('all to be acknowledged', () => chats.every(({ isAnswered }) => isAnswered));

    const seen = chats.map((chat) => chat.events().length);
    limitFiles(house, logBytes(house));
    talk(chats, room, 'while it is full');
    const [reader] = people;
    await until(
      'the disk to be full',
      async () => (await codeOf(reader!.rest.createRoom({ name: 'Cellar', kind: 'public' }))) === 'storage_failed',
    );
    talk(chats, room, 'and still');
    granted(await reader!.rest.session());
    assert.ok(granted(await reader!.rest.history(LOBBY)).events.length > 0);
    assert.equal((await fetch(`${house.url}/api/ready`)).status, 200);
    const again = nodeClientOf(house.url);
    assert.equal(await codeOf(again.rest.logIn({ name: reader!.name, password: reader!.password })), 'storage_failed');
    assert.deepEqual(
      chats.map((chat) => chat.events().length),
      seen,
      'what is not stored is not shown',
    );

    limitFiles(house, 'unlimited');
    await assertWholeStory(house, chats);
    granted(await reader!.rest.createRoom({ name: 'Cellar', kind: 'public' }));
    for (const { acks, reconnects, refused } of chats) {
      assert.equal(acks.size, 3 * LINES_EACH);
      assert.deepEqual([reconnects, refused.size], [0, 0]);
    }
    const failures = house.errors();
    assert.ok(
      failures.length > 0 && failures.every((line) => line.includes('the store could not write')),
      failures.join('\n'),
    );
    t.diagnostic(`${failures.length} commits failed`);
  });
}

function talk(chats: readonly Chat[], room: string, when: string): void {
  for (let line = 0; line < LINES_EACH; line++)
    for (const chat of chats) chat.says(`${when} ${line}`, line % 2 ? room : LOBBY);
}

function logBytes({ dataFolder }: House): number {
  return statSync(join(dataFolder, 'skein.db-wal')).size;
}

function limitFiles({ server }: House, bytes: number | 'unlimited'): void {
  const args = ['--pid', String(server.pid), `--fsize=${bytes}:`];
  const { status, stderr } = spawnSync('prlimit', args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

async function codeOf(
  asked: Promise<{ ok: true } | { ok: false; error: 'offline' | { code: string } }>,
): Promise<string> {
  const answer = await asked;
  return answer.ok ? 'granted' : answer.error === 'offline' ? 'offline' : answer.error.code;
}
