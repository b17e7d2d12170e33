import { runOnce } from '../run-once.js';

// What the launcher does with a command that is not the server: the script and arguments on the command line.

process.exit(
  await runOnce({ command: process.execPath, args: process.argv.slice(2), cwd: process.cwd(), env: process.env }),
);
