import assert from 'node:assert/strict';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { forgetCopies } from './forget-copies.ts';
import { temporaryFolder } from './sqlite/temporary-folder.ts';

const DAY_S = 24 * 60 * 60;

test('a copy from before an upgrade goes after a week, and nothing else does', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  const others = ['skein.db', 'skein.db-wal', 'skein.db.before-noon', 'other.db.before-2', 'before-restore-1'];
  for (const name of [...others, 'skein.db.before-2', 'skein.db.before-3.part', 'skein.db.before-12']) {
    writeFileSync(folder.file(name), '');
    utimesSync(folder.file(name), 0, name === 'skein.db.before-12' ? DAY_S : 0);
  }
  await forgetCopies(file, 7 * DAY_S * 1_000 - 1);
  assert.equal(readdirSync(dirname(file)).length, others.length + 3);
  await forgetCopies(file, 7 * DAY_S * 1_000);
  assert.deepEqual(readdirSync(dirname(file)).sort(), [...others, 'skein.db.before-12'].sort());
});
