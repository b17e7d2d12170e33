import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isFresh, make } from './freshness.js';
import { ROOT } from './places.js';
import { Problem } from './problem.js';
import { step } from './progress.js';
import { run } from './run.js';
import { fetchProblem, findRuntime } from './runtime.js';

/** @type {import('./freshness.js').Product} */
const DEPENDENCIES = {
  name: 'dependencies',
  sources: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests()],
  evidence: ['node_modules/.modules.yaml'],
};

/** @type {import('./freshness.js').Product} */
const PAGE = {
  name: 'page',
  sources: ['pnpm-lock.yaml', 'tsconfig.base.json', 'apps/web', 'packages/client', 'packages/protocol'],
  evidence: ['apps/web/dist/index.html'],
};

/**
 * Brings what is missing: a current Node, the dependencies, the built page. Costs some milliseconds where nothing is.
 * @param {{ page: boolean }} what
 * @returns {Promise<import('./runtime.js').Runtime>}
 */
export async function prepare({ page }) {
  const runtime = await findRuntime();
  if (!isFresh(DEPENDENCIES)) await installDependencies(runtime);
  if (page && !isFresh(PAGE)) await buildPage(runtime);
  return runtime;
}

/** Nobody may be there to answer, and a registry out of reach must not be tried for ten minutes. */
const INSTALL_SETTINGS = ['confirm-modules-purge=false', 'fetch-retries=2', 'fetch-retry-mintimeout=1000'].map(
  (setting) => `--config.${setting}`,
);

/** @param {import('./runtime.js').Runtime} runtime */
async function installDependencies(runtime) {
  const pnpm = await runtime.pnpm();
  await step('Installing the dependencies', () =>
    make(DEPENDENCIES, async () => {
      const args = ['install', '--frozen-lockfile', '--prefer-offline', ...INSTALL_SETTINGS];
      const { code, output } = await run({ ...pnpm, args: [...pnpm.args, ...args] }, { env: runtime.environment() });
      if (code !== 0) throw fetchProblem('the dependencies', output);
    }),
  );
}

/** @param {import('./runtime.js').Runtime} runtime */
export async function buildPage(runtime) {
  const pnpm = await runtime.pnpm();
  await step('Building the page', () =>
    make(PAGE, async () => {
      const args = ['--filter', '@skein/web', 'build'];
      const { code, output } = await run({ ...pnpm, args: [...pnpm.args, ...args] }, { env: runtime.environment() });
      if (code !== 0) throw new Problem(`Building the page failed:\n${output.trim()}`);
    }),
  );
}

/** The package.json of every package of the workspace. */
function manifests() {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`),
  );
  return [...folders, 'e2e'].map((folder) => `${folder}/package.json`).filter((path) => existsSync(join(ROOT, path)));
}
