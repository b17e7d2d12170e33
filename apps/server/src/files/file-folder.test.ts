import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { againPath, FileFolder } from './file-folder.ts';

test('nothing is left of a file that is removed, also where the process that prepared it was killed', async (context) => {
  const path = await mkdtemp(join(tmpdir(), 'skein-files-'));
  context.after(() => rm(path, { recursive: true, force: true }));
  const folder = new FileFolder(path);
  const prepared = folder.preparedPath('one');
  const paths = [folder.wholePath('one'), folder.thumbnailPath('one'), folder.uploadPath('one'), prepared];
  for (const file of [...paths, againPath(prepared)]) await writeFile(file, 'a picture');
  await folder.remove(['one']);
  assert.deepEqual(await readdir(path), []);
});
