import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { connected, LOBBY } from './chat.ts';
import { House } from './house.ts';
import { registered } from './person.ts';
import { skein } from './skein.ts';
import { until } from './until.ts';

/** What a shell offers for a line, by loading the script as the shell does. */
const COMPLETIONS: Readonly<Record<string, (script: string, line: string) => string[]>> = {
  bash: (script, line) => {
    const words = line.split(' ');
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const program = `. ${script}; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _skein; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return linesOf(execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8' }));
  },
  fish: (script, line) =>
    linesOf(
      execFileSync('fish', ['--no-config', '-c', `source ${script}; complete -C '${line}'`], { encoding: 'utf8' }),
    ).map((row) => row.split('\t')[0]!),
};

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

suite('what is done from a shell', () => {
  let house: House;
  let folder: string;

  before(async () => {
    house = await House.open({ args: ['--workers', '1'] });
    folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
  });
  after(async () => {
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  test('a room is exported as every event and as a page, while the server runs', async () => {
    using chats = await connected([await registered(house.url, 'Ada')]);
    const ada = chats[0]!;
    const secret = 'said by mistake';
    for (const body of ['<script>alert(1)</script>', secret, 'first draft']) ada.says(body);
    await until('the answers', () => ada.isAnswered);
    const [, mistake, draft] = ada.events().filter(({ t }) => t === 'message');
    ada.client.remove(LOBBY, mistake!.seq);
    ada.client.edit(LOBBY, draft!.seq, 'final words');
    await until('the changes', () => ada.client.outbox.length === 0);

    const target = join(folder, 'lobby');
    const args = ['export', 'lobby', '--data', house.dataFolder, '-o', target];
    const { code, output, errors } = await skein(args);
    assert.deepEqual([code, errors], [0, '']);
    const lines = (await readFile(join(target, 'events.jsonl'), 'utf8')).trim().split('\n');
    assert.equal(output, `${target} has ${lines.length} events.\n`);
    const events = lines.map((line) => JSON.parse(line) as RoomEvent);
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    const page = await readFile(join(target, 'index.html'), 'utf8');
    assert.ok(page.includes('&lt;script&gt;alert(1)') && !page.includes('<script'));
    assert.ok(page.includes('final words') && page.includes('deleted by'));
    for (const text of [page, lines.join()]) assert.ok(!text.includes(secret) && !text.includes('first draft'));
    assert.equal((await stat(target)).mode & 0o077, 0);

    const again = await skein(args);
    assert.deepEqual(
      [again.code, again.errors],
      [2, `skein: ${target} is there already: choose another with -o DIR\n`],
    );
    const none = await skein(['export', 'Nowhere', '--data', house.dataFolder]);
    assert.deepEqual([none.code, none.errors], [2, 'skein: there is no room "Nowhere": give its name, or its id\n']);
  });

  test('the doctor finds a running server well, and says what is ill and how to mend it', async () => {
    const args = ['doctor', '--data', house.dataFolder, '--host', '127.0.0.1', '--port', String(house.port)];
    const { code, output } = await skein(args);
    assert.equal(code, 0, output);
    for (const line of [/^✓ Node /m, /^✓ port \d+ +a Skein answers there$/m, /^✓ data folder /m, /^✓ database /m]) {
      assert.match(output, line);
    }
    const ill = join(folder, 'ill');
    await skein(['doctor', '--data', ill]);
    assert.ok(!(await stat(ill).catch(() => undefined)), 'nothing is made');
    const data = await mkdtemp(join(folder, 'data-'));
    await writeFile(join(data, 'skein.db'), 'To whom it may concern. '.repeat(100));
    await chmod(data, 0o755);
    const found = await skein(['doctor', '--data', data, '--host', '127.0.0.1', '--port', String(house.port)]);
    assert.equal(found.code, 1);
    assert.match(found.output, /^✗ port \d+ +Port \d+ is in use by another program/m);
    assert.match(found.output, /^✗ data folder .*chmod go-rwx /m);
    assert.match(found.output, /^✗ database .*is not a database of Skein's/m);
  });

  test('each command explains itself', async () => {
    const { output } = await skein(['help']);
    const names = [...output.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name!);
    assert.ok(names.length > 8, output);
    for (const name of names.filter((name) => name !== 'serve' && name !== 'help')) {
      const help = await skein(['help', name]);
      assert.equal(help.code, 0);
      assert.match(help.output, new RegExp(`^Usage: skein ${name} `));
      assert.match(help.output, /\nExamples\n {2}/);
    }
  });

  for (const [shell, ask] of Object.entries(COMPLETIONS)) {
    const isThere = spawnSync(shell, ['--version']).error === undefined;
    test(
      `${shell} completes commands, options and words`,
      { skip: !isThere && `${shell} is not installed` },
      async () => {
        const { code, output } = await skein(['completion', shell]);
        assert.equal(code, 0);
        const script = join(folder, `completion.${shell}`);
        await writeFile(script, output);
        const completes = (line: string): string[] => ask(script, line);
        assert.deepEqual(completes('skein ba'), ['backup']);
        assert.ok(completes('skein user ').includes('disable'));
        assert.ok(completes('skein get --').includes('--location'));
        assert.ok(completes('skein --').includes('--port'));
        assert.deepEqual(completes('skein completion z'), ['zsh']);
        assert.deepEqual(completes('skein user --data /somewhere op'), ['operator']);
        assert.ok(completes(`skein restore ${folder}/comp`).some((path) => path.endsWith(`completion.${shell}`)));
      },
    );
  }
});
