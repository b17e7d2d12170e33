import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { RUNTIME_FOLDER } from './places.js';
import { Problem } from './problem.js';
import { step } from './progress.js';
import { run } from './run.js';
import { isCurrentNode, NODE_VERSION, nodePackage, PNPM_VERSION } from './versions.js';

const ABANDONED_MS = 3_600_000;

/**
 * The programs that everything else runs with.
 * @typedef {object} Runtime
 * @property {string} node path of a Node that is new enough
 * @property {() => Promise<import('./run.js').Command>} pnpm fetches it first where needed
 * @property {() => NodeJS.ProcessEnv} environment has both first on its path
 */

/** @returns {Promise<Runtime>} */
export async function findRuntime() {
  const node = isCurrentNode(process.versions.node) ? process.execPath : await fetchNode();
  return {
    node,
    pnpm: async () => ({ command: node, args: [join(await fetchPnpm(), 'bin/pnpm.mjs')] }),
    environment: () => environmentWith([dirname(node), join(folderOf('pnpm', PNPM_VERSION), 'node_modules/.bin')]),
  };
}

/** @param {readonly string[]} folders */
function environmentWith(folders) {
  const { NODE_ENV: _production, ...env } = process.env; // would leave out what the page is built with
  return { ...env, PATH: [...folders, env.PATH].join(delimiter) };
}

async function fetchNode() {
  const { name, program } = nodePackage(process.platform, process.arch);
  const title = `Fetching Node ${NODE_VERSION}, because this one is ${process.versions.node}`;
  const node = (/** @type {string} */ folder) => join(folder, 'node_modules', name, program);
  return node(
    await fetchPackage({ name, version: NODE_VERSION, folder: folderOf('node', NODE_VERSION) }, title, (folder) => ({
      command: node(folder),
      args: ['--version'],
    })),
  );
}

async function fetchPnpm() {
  const pnpm = (/** @type {string} */ folder) => join(folder, 'node_modules/pnpm');
  const title = `Fetching pnpm ${PNPM_VERSION}`;
  const trial = (/** @type {string} */ folder) => ({
    command: process.execPath,
    args: [join(pnpm(folder), 'bin/pnpm.mjs'), '--version'],
  });
  return pnpm(
    await fetchPackage({ name: 'pnpm', version: PNPM_VERSION, folder: folderOf('pnpm', PNPM_VERSION) }, title, trial),
  );
}

/**
 * Installs one package into a folder of its own, tries it and only then gives the folder its name: a folder of that name is
 * whole. Scripts stay off, because newer npms block them anyway.
 * @param {{ name: string, version: string, folder: string }} wanted @param {string} title
 * @param {(folder: string) => import('./run.js').Command} trial
 * @returns {Promise<string>} the folder
 */
async function fetchPackage({ name, version, folder }, title, trial) {
  if (existsSync(folder)) return folder;
  mkdirSync(RUNTIME_FOLDER, { recursive: true });
  removeAbandoned();
  const unfinished = mkdtempSync(join(RUNTIME_FOLDER, 'unfinished-'));
  try {
    await step(title, async () => {
      await npmInstall(`${name}@${version}`, unfinished);
      const { code, output } = await run(trial(unfinished));
      if (code !== 0) throw new Problem(`${name} ${version} does not run on this machine: ${lastLineOf(output)}`);
    });
    settle(unfinished, folder);
    return folder;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** What a launcher that was killed left behind; one that still works may be beside us. */
function removeAbandoned() {
  for (const name of readdirSync(RUNTIME_FOLDER).filter((entry) => entry.startsWith('unfinished-'))) {
    const folder = join(RUNTIME_FOLDER, name);
    if (Date.now() - statSync(folder).mtimeMs > ABANDONED_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {'node' | 'pnpm'} program @param {string} version */
function folderOf(program, version) {
  return join(RUNTIME_FOLDER, `${program}-${version}-${process.platform}-${process.arch}`);
}

/** Another launcher may have been faster. @param {string} unfinished @param {string} folder */
function settle(unfinished, folder) {
  chmodSync(unfinished, 0o755); // whoever fetched it need not be who runs it
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

const NPM_OPTIONS = [
  '--no-save --no-package-lock --ignore-scripts --include=optional --no-audit --no-fund --no-update-notifier',
  '--global=false --fetch-retries=1 --fetch-retry-mintimeout=1000',
].flatMap((line) => line.split(' '));

/** @param {string} spec @param {string} folder */
async function npmInstall(spec, folder) {
  const npm = findNpm();
  const { code, output } = await run({
    ...npm,
    args: [...npm.args, 'install', '--prefix', folder, ...NPM_OPTIONS, spec],
  });
  if (code === 127) throw new Problem('npm is missing. Install Node with npm, 20 or newer, and start again.');
  if (code !== 0) throw fetchProblem(spec, output);
}

/** The npm that runs us, else the one on the path. @returns {import('./run.js').Command} */
function findNpm() {
  const { npm_execpath: script } = process.env;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return { command: process.execPath, args: [script] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** @param {string} what @param {string} output of npm or pnpm */
export function fetchProblem(what, output) {
  const isUnreachable =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|error sending request|network/i;
  return isUnreachable.test(output)
    ? new Problem(
        `The first start needs the network, and the npm registry could not be reached (for ${what}). Connect and start again.`,
      )
    : new Problem(`Fetching ${what} failed:\n${output.trim()}`);
}

/** @param {string} output */
function lastLineOf(output) {
  return output.trim().split('\n').at(-1) ?? '';
}
