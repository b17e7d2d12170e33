import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint, isFresh, make } from './freshness.js';

/** @param {import('node:test').TestContext} t */
function temporaryRoot(t) {
  const root = mkdtempSync(join(tmpdir(), 'skein-freshness-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'src/node_modules'), { recursive: true });
  writeFileSync(join(root, 'src/a.ts'), 'a');
  return root;
}

const sources = ['src', 'lock.yaml'];
const product = { name: 'made', sources, evidence: ['made.js'] };

test('a fingerprint changes with any content, name or new file', (t) => {
  const root = temporaryRoot(t);
  const seen = new Set([fingerprint(sources, root)]);
  for (const [path, content] of /** @type {const} */ ([
    ['src/a.ts', 'b'],
    ['src/b.ts', ''],
    ['lock.yaml', ''],
  ])) {
    writeFileSync(join(root, path), content);
    seen.add(fingerprint(sources, root));
  }
  assert.equal(seen.size, 4);
});

test('a fingerprint leaves out tests, installed packages and times', (t) => {
  const root = temporaryRoot(t);
  const before = fingerprint(sources, root);
  for (const path of ['src/a.test.ts', 'src/node_modules/b.js', 'src/a.ts']) writeFileSync(join(root, path), 'a');
  assert.equal(fingerprint(sources, root), before);
});

test('what was made is fresh until a source changes or it is gone', async (t) => {
  const root = temporaryRoot(t);
  const made = join(root, 'made.js');
  assert.ok(!isFresh(product, root));
  await make(product, async () => writeFileSync(made, ''), root);
  assert.ok(isFresh(product, root));

  writeFileSync(join(root, 'src/a.ts'), 'changed');
  assert.ok(!isFresh(product, root));
  await make(product, async () => {}, root);
  assert.ok(isFresh(product, root));

  rmSync(made);
  assert.ok(!isFresh(product, root));
});

test('work that did not come to its end is not fresh, even where its files are there', async (t) => {
  const root = temporaryRoot(t);
  const work = async () => writeFileSync(join(root, 'made.js'), '');
  await make(product, work, root);
  const fails = async () => {
    assert.ok(!isFresh(product, root), 'nor is it while the work goes on');
    throw new Error('killed');
  };
  await assert.rejects(make(product, fails, root), /killed/);
  assert.ok(!isFresh(product, root));
});
