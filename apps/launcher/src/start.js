import { join } from 'node:path';
import { personsFolder, ROOT, RUNTIME_FOLDER } from './places.js';
import { prepare } from './prepare.js';
import { giveUp } from './problem.js';
import { keepRunning } from './supervisor.js';

// `npm start`: brings what is missing, then keeps the server running.

const { node } = await prepare({ page: true }).catch(giveUp);

const program = {
  command: node,
  args: [join(ROOT, 'apps/server/src/main.ts'), ...process.argv.slice(2)],
  cwd: personsFolder(),
  env: { NODE_COMPILE_CACHE: join(RUNTIME_FOLDER, 'compiled'), ...process.env },
};
process.exit(await keepRunning(program, (line) => console.error(`skein: ${line}`)));
