import { keepRunning } from '../supervisor.js';

// A launcher around the server script and arguments on the command line.

const program = { command: process.execPath, args: process.argv.slice(2), cwd: process.cwd(), env: process.env };
process.exit(await keepRunning(program, (line) => console.log(`launcher ${line}`)));
