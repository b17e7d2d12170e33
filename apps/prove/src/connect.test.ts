import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { Chat, LOBBY } from './chat.ts';
import { House } from './house.ts';
import { granted, nodeClientOf, registered } from './person.ts';
import { skein } from './skein.ts';
import { hasPseudoTerminals, PseudoTerminal } from './terminal/pseudo-terminal.ts';
import { until } from './until.ts';

suite('skein connect', () => {
  let house: House;
  let folder: string;
  let lin: Chat;

  before(async () => {
    house = await House.open({ args: ['--workers', '2'] });
    folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
    lin = new Chat(await registered(house.url, 'Lin'));
    await until('Lin to be live', () => lin.isLive);
  });
  after(async () => {
    lin[Symbol.dispose]();
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** A home of one's own: sessions are kept there. */
  function homeOf(name: string): NodeJS.ProcessEnv {
    return { XDG_CONFIG_HOME: join(folder, name) };
  }

  test(
    'a person registers, talks, goes from room to room and leaves, in a terminal',
    { skip: !hasPseudoTerminals && 'needs script of util-linux' },
    async () => {
      const secret = 'correct horse';
      await using ada = new PseudoTerminal(['connect', house.url], { env: homeOf('ada') });
      await ada.shows('Do you have an account here?');
      ada.types('n');
      await ada.shows('Name:');
      ada.types('Ada');
      await ada.shows('Password:');
      ada.types(secret);
      await ada.shows('And again:');
      ada.types(secret);
      await ada.shows(/^ Lobby · /);
      assert.ok(!ada.written.includes(secret), 'a password is not shown');
      const sessions = join(folder, 'ada', 'skein', 'sessions.json');
      assert.equal((await stat(sessions)).mode & 0o777, 0o600);
      assert.ok(!(await readFile(sessions, 'utf8')).includes(secret));

      ada.types('hello everybody');
      await until('Lin to see it', () => lin.bodies().includes('hello everybody'));
      lin.client.view(LOBBY);
      lin.client.typing(LOBBY);
      await ada.shows('Lin is typing…');
      lin.says('hello\tAda\nand a second line');
      await ada.shows(/\d\d:\d\d Lin: hello  Ada$/);
      await ada.shows(/^ {6}and a second line$/);
      ada.types('@lin, do you see this?');
      await until('Lin to be mentioned', () => lin.bodies().includes(`<@${lin.account}>, do you see this?`));
      await ada.shows('@Lin, do you see this?');
      // Who comes is told a moment later than what they say.
      await ada.shows(/ 2 here$/);
      ada.types('/who');
      await ada.shows('Here now: Ada, Lin');

      // What others write is shown, and never obeyed.
      lin.says('\x1b[2J\x1b]0;taken over\x07 \u202egnihton');
      await ada.shows('\\x1b[2J\\x1b]0;taken over\\x07 \\u{202e}gnihton');
      assert.ok(!ada.written.includes('\x1b]0;') && !ada.written.includes('\u202e'));
      lin.says('一二三四五六七八九十'.repeat(5));
      await ada.shows(/Lin: (一二三四五六七八九十){3}一二三四$/);
      lin.says('wrapped between words, so that none of them is ever cut in two by the edge of it');
      await ada.shows(/^ {6}.*edge of it$/);

      const message = lin.events().findLast((event) => event.t === 'message')!;
      lin.client.edit(LOBBY, message.seq, 'said better');
      await ada.shows('Lin: said better (edited)');
      lin.client.remove(LOBBY, message.seq);
      await ada.shows('Lin: (deleted by Lin)');

      const den = granted(await lin.person.rest.createRoom({ name: 'Den', kind: 'public' }));
      lin.says('first in the den', den.id);
      ada.types('/join den');
      await ada.shows(/^ Den · /);
      await ada.shows('Lin: first in the den');
      lin.says('back in the Lobby');
      await ada.shows('unread: Lobby 1');
      ada.press('\x1b[1;3A');
      await ada.shows('Lin: back in the Lobby');
      await until('the Lobby to be read', () => !ada.rows().some((row) => row.includes('unread:')));
      ada.types('/jion Den');
      await ada.shows('There is no /jion. Did you mean /join?');
      ada.types('/msg Lin just between us');
      await until('the message to Lin alone', () =>
        [...lin.rooms.values()].some(({ kind, id }) => kind === 'direct' && lin.bodies(id).includes('just between us')),
      );
      // Others bring her into a room, and are called otherwise.
      const shed = granted(await lin.person.rest.createRoom({ name: 'The shed', kind: 'private' }));
      granted(await lin.person.rest.invite(shed.id, 'Ada'));
      await ada.shows('Lin brought you into The shed; /join The shed');
      ada.types('/rooms');
      await ada.shows('  The shed  new');
      const elsewhere = nodeClientOf(house.url);
      const { account } = granted(await elsewhere.rest.logIn({ name: 'Ada', password: secret }));
      using adas = new Chat({ name: 'Ada', password: secret, account, node: elsewhere, rest: elsewhere.rest });
      const unreadFrom = () => adas.rooms.get(shed.id)?.preferences?.unreadFrom;
      await until('the room to be new on her other devices', () => unreadFrom() !== undefined);
      ada.types('/join The shed');
      await ada.shows(/^ The shed · /);
      await until('it to be new no more', () => unreadFrom() === undefined);
      ada.types('/join Den');
      await ada.shows(/^ Den · /);
      await ada.shows('Lin: first in the den');
      granted(await lin.person.rest.changeAccount({ name: 'Linnea' }));
      await ada.shows('Linnea: first in the den');
      granted(await lin.person.rest.changeAccount({ name: 'Lin' }));
      await ada.shows('Lin: first in the den');
      ada.types('/leave');
      await until('Lin to see it', () => lin.events(den.id).some(({ t }) => t === 'left'));
      await ada.shows('You are not in that room any more.');

      // The server goes and comes; what was written meanwhile is sent.
      await house.server.kill();
      await ada.shows('no connection, trying again');
      ada.types('/join Lobby');
      await ada.shows(/^ Lobby · /);
      ada.types('written while it was gone');
      await ada.shows('…   written while it was gone');
      await house.startAgain();
      await until('Lin to see it', () => lin.bodies().includes('written while it was gone'));
      await ada.shows(/Ada: written while it was gone$/);

      ada.types('quit');
      assert.equal(await ada.ended(), 0);
      assert.ok(ada.written.includes('\x1b[?1049l'), 'the terminal is given back');
    },
  );

  test(
    'the session that was kept is gone on with, narrow and without colours',
    { skip: !hasPseudoTerminals && 'needs script of util-linux' },
    async () => {
      await using ada = new PseudoTerminal(['connect', house.url, '--room', 'lobby'], {
        columns: 24,
        rows: 8,
        env: { ...homeOf('ada'), NO_COLOR: '1' },
      });
      await ada.shows(/^ Lobby/);
      lin.says('a rather long message for so narrow a terminal');
      await ada.shows(/^ {6}narrow a terminal$/);
      ada.press('\x1b[200~pasted\rtwice\x1b[201~');
      await ada.shows('> pasted⏎twice');
      ada.types('');
      await until('both lines in one message', () => lin.bodies().includes('pasted\ntwice'));
      for (const code of ['1m', '2m', '7m', '32m', '33m', '36m'])
        assert.ok(!ada.written.includes(`\x1b[${code}`), code);
      // Lin may have it before Ada is told that it is stored: then the first press asks, and the second answers.
      ada.press('\x03\x03');
      assert.equal(await ada.ended(), 0);
    },
  );

  test('piped input is posted in order, and the filter ends when all of it is acknowledged', async () => {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'a password of a robot\n');
    const env = homeOf('robot');
    const args = ['connect', house.url, '--user', 'Robot'];
    const first = await skein([...args, '--register', '--password-file', passwordFile], { input: 'one\n\ntwo\n', env });
    assert.deepEqual(first, { code: 0, output: '', errors: '' });
    const second = await skein([...args, '--room', 'LOBBY', '--json'], { input: 'three', env });
    assert.deepEqual([second.code, second.errors], [0, '']);
    const events = second.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RoomEvent | { t: 'ack' });
    assert.ok(events.some(({ t }) => t === 'ack'));
    await until('Lin to see all', () => lin.bodies().slice(-3).join() === 'one,two,three');
  });

  test('what goes wrong is one line, and the exit code says which kind it is', async () => {
    const env = homeOf('robot');
    for (const [args, input, code, line] of [
      [[house.url], 'x'.repeat(17_000), 1, /not taken \(body_too_long\)/],
      [[house.url, '--room', 'nowhere'], 'x', 2, /There is no room "nowhere"/],
      [[house.url, '--user', 'Nobody'], 'x', 2, /nobody is logged in/],
      [['127.0.0.1:1', '--user', 'x', '--password-file', '/dev/null'], 'x', 2, /there is no Skein at/],
      [['ftp://example.org'], 'x', 2, /is no address of a server/],
      [[house.url, '--rom', 'lobby'], 'x', 2, /Did you mean --room\?/],
      [[house.url, '--timeout', 'soon'], 'x', 2, /--timeout must be/],
    ] as const) {
      const ran = await skein(['connect', ...args], { input, env });
      assert.equal(ran.code, code, ran.errors);
      assert.match(ran.errors, /^skein: [^\n]+\n$/);
      assert.match(ran.errors, line);
      assert.equal(ran.output, '');
    }
  });

  test('a wrong password is refused, and a session that is ended is forgotten', async () => {
    const wrong = join(folder, 'wrong');
    await writeFile(wrong, 'not the password\n');
    const refused = await skein(['connect', house.url, '--user', 'Lin', '--password-file', wrong], {
      env: homeOf('lin'),
    });
    assert.deepEqual([refused.code, refused.errors], [2, 'skein: The name or the password is wrong.\n']);
    const env = homeOf('robot');
    assert.equal((await skein(['connect', house.url, '--logout'], { env })).code, 0);
    const after = await skein(['connect', house.url], { input: 'x', env });
    assert.equal(after.code, 2);
    assert.match(after.errors, /nobody is logged in/);
  });
});
