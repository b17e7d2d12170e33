import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { personsFolder, ROOT } from './places.js';
import { prepare } from './prepare.js';
import { giveUp } from './problem.js';
import { PAGE } from './products.js';

// `pnpm dev`: the page with hot reload, and the server, which starts again when one of its files changes. The page's own
// server passes /api and /ws on to the chat server, whose port comes from SKEIN_PORT.

const port = process.env.SKEIN_PORT || '8085';
const runtime = await prepare([PAGE]).catch(giveUp);
const env = { ...runtime.environment(), SKEIN_PORT: port, SKEIN_DEV_SERVER: `http://localhost:${port}` };

const main = join(ROOT, 'apps/server/src/main.ts');
const programs = [
  start(runtime.node, ['--watch', '--watch-preserve-output', main, ...process.argv.slice(2)], personsFolder()),
  start(runtime.node, ['node_modules/vite/bin/vite.js'], join(ROOT, 'apps/web')),
];

/** @param {string} command @param {string[]} args @param {string} cwd */
function start(command, args, cwd) {
  const program = spawn(command, args, { cwd, env, stdio: 'inherit' });
  program.on('exit', () => endAll());
  return program;
}

/** One without the other is of no use. */
function endAll() {
  for (const program of programs) program.kill();
}
// Ctrl-C reaches them from the terminal; this process ends when they have.
process.on('SIGINT', () => {});
process.on('SIGTERM', endAll).on('SIGHUP', endAll);
