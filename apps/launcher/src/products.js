import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.js';

// What is made of the clone before anything runs.

/** @type {import('./freshness.js').Product} */
export const DEPENDENCIES = {
  name: 'dependencies',
  sources: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests()],
  evidence: ['node_modules/.modules.yaml'],
};

/**
 * A product that a package of the workspace builds with its script `build`.
 * @typedef {import('./freshness.js').Product & { readonly builtBy: string }} Built
 */

/** @type {Built} */
export const PAGE = {
  name: 'page',
  builtBy: '@skein/web',
  sources: ['pnpm-lock.yaml', 'tsconfig.base.json', 'apps/web', 'packages/client', 'packages/protocol'],
  evidence: ['apps/web/dist/index.html'],
};

/** @type {Built} */
export const SERVER = {
  name: 'server',
  builtBy: '@skein/server',
  sources: ['pnpm-lock.yaml', 'tsconfig.base.json', 'apps/server', 'apps/terminal', 'packages'],
  evidence: ['apps/server/dist/main.js'],
};

/** The program of SERVER. */
export const SKEIN = join(ROOT, 'apps/server/dist/main.js');

/** The package.json of every package of the workspace. */
function manifests() {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
  );
  return [...folders, 'e2e'].map((folder) => `${folder}/package.json`).filter((path) => existsSync(join(ROOT, path)));
}
