import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pino } from 'pino';
import sharp from 'sharp';
import { Preparer } from './preparer.ts';

const log = pino({ level: 'silent' });

async function temporary() {
  const path = await mkdtemp(join(tmpdir(), 'skein-files-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

test('files are prepared in a process of their own, each once', async () => {
  await using folder = await temporary();
  using preparer = new Preparer({ folder: folder.path, log });
  const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await writeFile(join(folder.path, 'cat.part'), png);
  await writeFile(join(folder.path, 'note.part'), 'hi');
  const [cat, note] = await Promise.all([preparer.prepare('cat', 'file'), preparer.prepare('note', 'file')]);
  assert.deepEqual(cat, {
    ok: true,
    value: { type: 'image/png', width: 30, height: 20, thumbnail: false, size: png.length },
  });
  assert.equal(note.ok && note.value.type, 'text/plain');
  assert.deepEqual(await readFile(join(folder.path, 'cat')), png, 'without metadata every byte is kept');
  await writeFile(join(folder.path, 'cat.part'), 'something else');
  assert.deepEqual(await preparer.prepare('cat', 'file'), cat);
  assert.deepEqual(await readFile(join(folder.path, 'cat')), png, 'what was prepared is not touched again');
});

test('a file over which its readers hang is given up, and nothing is made of it', async () => {
  await using folder = await temporary();
  // Nothing is done in no time: every reader is killed.
  using preparer = new Preparer({ folder: folder.path, log, timeoutMs: 0 });
  await writeFile(join(folder.path, 'bomb.part'), 'hi');
  const prepared = await preparer.prepare('bomb', 'file');
  assert.ok(!prepared.ok);
  assert.deepEqual(await readdir(folder.path), ['bomb.part']);
});
