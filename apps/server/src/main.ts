import { findCommand, noCommand } from './commands/commands.ts';
import { EXIT } from '@skein/command-line/exit-codes';

// The entry: which command it is. Each is loaded when it is asked for, so that a small one starts fast.

const { name, args } = findCommand(process.argv.slice(2));
const streams = { output: process.stdout, errors: process.stderr };
process.exitCode = await run();

async function run(): Promise<number> {
  switch (name) {
    case 'serve':
      return (await import('./commands/serve.ts')).run(args);
    case 'connect':
      return (await import('@skein/terminal/connect')).connect(args, { ...streams, input: process.stdin });
    case 'user':
      return (await import('./commands/user/user.ts')).user(args, { ...streams, input: process.stdin });
    case 'backup':
      return (await import('./commands/backup/backup.ts')).backup(args, streams);
    case 'restore':
      return (await import('./commands/restore/restore.ts')).restore(args, streams);
    case 'export':
      return (await import('./commands/export/export.ts')).exportRoom(args, streams);
    case 'doctor':
      return (await import('./commands/doctor/doctor.ts')).doctor(args, streams);
    case 'completion':
      return (await import('./commands/completion/completion.ts')).completion(args, streams);
    case 'get':
      return (await import('./commands/get/get.ts')).get(args, streams);
    default:
      process.stderr.write(`skein: ${noCommand(name)}\n`);
      return EXIT.misused;
  }
}
