import { findCommand, noCommand } from './commands/commands.ts';
import { EXIT } from './commands/exit-codes.ts';

// The entry: which command it is. Each is loaded when it is asked for, so that a small one starts fast.

const { name, args } = findCommand(process.argv.slice(2));
process.exitCode = await run();

async function run(): Promise<number> {
  switch (name) {
    case 'serve':
      return (await import('./commands/serve.ts')).run(args);
    case 'get':
      return (await import('./commands/get/get.ts')).get(args, { output: process.stdout, errors: process.stderr });
    default:
      process.stderr.write(`skein: ${noCommand(name)}\n`);
      return EXIT.misused;
  }
}
