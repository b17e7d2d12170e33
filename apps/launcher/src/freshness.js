import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, RUNTIME } from './places.js';

// What was made from which sources. A stamp is taken away before the work begins and put back when it succeeded, so that
// work which was killed in the middle is done again.

/**
 * @typedef {object} Product
 * @property {string} name of the stamp
 * @property {readonly string[]} sources files and folders, from the root
 * @property {readonly string[]} evidence files, from the root, that are there when it was made
 */

/** @param {Product} product @param {string} [root] */
export function isFresh(product, root = ROOT) {
  return (
    product.evidence.every((path) => existsSync(join(root, path))) &&
    readStamp(product, root) === fingerprint(product.sources, root)
  );
}

/**
 * Does the work and remembers what it was done from.
 * @param {Product} product @param {() => Promise<void>} work @param {string} [root]
 */
export async function make(product, work, root = ROOT) {
  const stamp = stampOf(product, root);
  rmSync(stamp, { force: true });
  // Before the work: what is changed during it must count as changed.
  const made = fingerprint(product.sources, root);
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, made);
}

/**
 * A hash over the names and contents of all the files; what is generated and what only tests read is left out.
 * @param {readonly string[]} sources @param {string} [root]
 */
export function fingerprint(sources, root = ROOT) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(source, root))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} path @param {string} root @returns {string[]} */
function filesUnder(path, root) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return isTest(path) ? [] : [path];
  const names = readdirSync(join(root, path)).filter((name) => name !== 'node_modules' && name !== 'dist');
  return names.sort().flatMap((name) => filesUnder(`${path}/${name}`, root));
}

/** @param {string} path */
function isTest(path) {
  return /\.test\.\w+$/.test(path);
}

/** @param {Product} product @param {string} root */
function readStamp(product, root) {
  const stamp = stampOf(product, root);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** @param {Product} product @param {string} root */
function stampOf(product, root) {
  return join(root, RUNTIME, `${product.name}.stamp`);
}
