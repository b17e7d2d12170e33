import { isFresh, make } from './freshness.js';
import { Problem } from './problem.js';
import { DEPENDENCIES } from './products.js';
import { step } from './progress.js';
import { run } from './run.js';
import { fetchProblem, findRuntime } from './runtime.js';

/**
 * Brings what is missing: a current Node, the dependencies, and of `products` those that are not what their sources are. Costs
 * some milliseconds where nothing is.
 * @param {readonly import('./products.js').Built[]} products
 * @returns {Promise<import('./runtime.js').Runtime>}
 */
export async function prepare(products) {
  const runtime = await findRuntime();
  if (!isFresh(DEPENDENCIES)) await installDependencies(runtime);
  for (const product of products) if (!isFresh(product)) await build(product, runtime);
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

/** @param {import('./products.js').Built} product @param {import('./runtime.js').Runtime} runtime */
async function build(product, runtime) {
  const pnpm = await runtime.pnpm();
  const title = `Building the ${product.name}`;
  await step(title, () =>
    make(product, async () => {
      const args = ['--filter', product.builtBy, 'build'];
      const { code, output } = await run({ ...pnpm, args: [...pnpm.args, ...args] }, { env: runtime.environment() });
      if (code !== 0) throw new Problem(`${title} failed:\n${output.trim()}`);
    }),
  );
}
