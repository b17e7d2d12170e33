import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ASIDE_PREFIX, openDataFolder, RESTORING } from '../../storage/data-folder.ts';
import { temporaryFolder } from '../../storage/sqlite/temporary-folder.ts';
import { replaceContents } from './replace-contents.ts';

const NOW = Date.UTC(2026, 10, 25);

test('what is there goes aside, and what comes takes its place', () => {
  using folder = temporaryFolder();
  const data = oldFolder(folder.file('data'));
  const aside = replaceContents(data, incomingIn(data), NOW);
  assertRestored(data);
  assert.deepEqual(readdirSync(aside!).sort(), ['skein.db', 'uploads']);
  assert.equal(readFileSync(join(aside!, 'skein.db'), 'utf8'), 'old');
});

test('where nothing was before nothing goes aside', () => {
  using folder = temporaryFolder();
  mkdirSync(folder.file('data'));
  assert.equal(replaceContents(folder.file('data'), incomingIn(folder.file('data')), NOW), undefined);
  assertRestored(folder.file('data'));
});

test('cut off anywhere, the server does not start, and the next one ends it and loses nothing that was there before', () => {
  using folder = temporaryFolder();
  const names = ['skein.db', 'uploads'];
  const marker = JSON.stringify({ aside: `${ASIDE_PREFIX}then`, names });
  for (const [at, movedOut, movedIn] of [
    ['the beginning', [], []],
    ['one moved out', ['uploads'], []],
    ['all moved out', names, []],
    ['some moved in', names, ['skein.db', 'avatars']],
    ['all moved in', names, ['skein.db', 'avatars', 'secrets.json']],
  ] as const) {
    const data = oldFolder(folder.file(at));
    writeFileSync(join(data, RESTORING), marker);
    mkdirSync(join(data, `${ASIDE_PREFIX}then`));
    for (const name of movedOut) move(join(data, name), join(data, `${ASIDE_PREFIX}then`, name));
    const cut = incomingIn(data);
    for (const name of movedIn) move(join(cut, name), join(data, name));
    assert.throws(() => openDataFolder(data), /is half restored: run skein restore FILE again/, at);

    rmSync(cut, { recursive: true });
    const aside = replaceContents(data, incomingIn(data), NOW);
    assertRestored(data);
    assert.deepEqual(readdirSync(aside!).sort(), names, at);
    assert.equal(readFileSync(join(aside!, 'skein.db'), 'utf8'), 'old', at);
    assert.equal(readFileSync(join(aside!, 'uploads', 'one'), 'utf8'), 'old', at);
  }
});

function oldFolder(data: string): string {
  mkdirSync(join(data, 'uploads'), { recursive: true });
  writeFileSync(join(data, 'skein.db'), 'old');
  writeFileSync(join(data, 'uploads', 'one'), 'old');
  return data;
}

function incomingIn(data: string): string {
  const incoming = join(data, 'restore.part');
  mkdirSync(join(incoming, 'avatars'), { recursive: true });
  writeFileSync(join(incoming, 'skein.db'), 'new');
  writeFileSync(join(incoming, 'avatars', 'one'), 'new');
  writeFileSync(join(incoming, 'secrets.json'), '{}');
  return incoming;
}

function assertRestored(data: string): void {
  const names = readdirSync(data).filter((name) => !name.startsWith(ASIDE_PREFIX) && !name.startsWith('lock.db'));
  assert.deepEqual(names.sort(), ['avatars', 'secrets.json', 'skein.db']);
  assert.equal(readFileSync(join(data, 'skein.db'), 'utf8'), 'new');
  assert.ok(existsSync(join(data, 'avatars', 'one')));
}

function move(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  rmSync(from, { recursive: true });
}
