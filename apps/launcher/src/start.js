#!/usr/bin/env node
import { join } from 'node:path';
import { isServe } from './command.js';
import { personsFolder, RUNTIME_FOLDER } from './places.js';
import { prepare } from './prepare.js';
import { giveUp } from './problem.js';
import { PAGE, SERVER, SKEIN } from './products.js';
import { runOnce } from './run-once.js';
import { keepRunning } from './supervisor.js';

// `npm start` and `pnpm skein`: brings what is missing, then keeps the server running, or runs another command once.

const args = process.argv.slice(2);
const serves = isServe(args);
const { node } = await prepare(serves ? [PAGE, SERVER] : [SERVER]).catch(giveUp);

const program = {
  command: node,
  args: [SKEIN, ...args],
  cwd: personsFolder(),
  env: { NODE_COMPILE_CACHE: join(RUNTIME_FOLDER, 'compiled'), ...process.env },
};
process.exit(serves ? await keepRunning(program, (line) => console.error(`skein: ${line}`)) : await runOnce(program));
