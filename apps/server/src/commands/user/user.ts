import { createInterface } from 'node:readline';
import { askerOn } from '@skein/command-line/ask';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import type { Flags } from '@skein/command-line/read-command';
import { runCommand, takeWords, type Streams } from '@skein/command-line/run-command';
import { safeText } from '@skein/command-line/safe-text';
import { ERROR_CODES } from '@skein/protocol/errors';
import { COSTS, hashPassword } from '../../accounts/argon2id.ts';
import { checkLoginName, nameKey } from '../../accounts/names.ts';
import { checkPassword } from '../../accounts/passwords.ts';
import { readDataFolder } from '../../config.ts';
import { administer } from '../../control/administer.ts';
import type { ControlCommand } from '../../control/control-commands.ts';
import { createLog } from '../../log.ts';
import type { Result } from '../../result.ts';
import { DataFolderError } from '../../storage/data-folder.ts';
import { DatabaseError } from '../../storage/sqlite/errors.ts';
import { openLedgerStore } from '../../storage/sqlite/open-ledger-store.ts';
import { USER, USER_ACTIONS, type UserAction } from './user-command.ts';

export type UserStreams = Streams & { readonly input: NodeJS.ReadStream };

/** @returns the exit code */
export function user(args: readonly string[], streams: UserStreams): Promise<number> {
  const expected = [DataFolderError, DatabaseError];
  return runCommand({ command: USER, args, streams, expected }, async (flags, words) => {
    const [word, name] = takeWords(USER, words, 2) as [string, string];
    const action = USER_ACTIONS.find((each) => each === word);
    if (!action) throw new Mistake(`skein user ${word}: write add, password, disable, enable or operator`);
    if (flags.revoke && action !== 'operator') throw new Mistake('--revoke goes with operator only');
    const dataFolder = readDataFolder(flags.data, process.env);
    const command = await commandOf(action, name, flags, streams);
    const openStore = (file: string) => openLedgerStore({ file });
    const log = createLog({ verbose: false, thread: 'user' });
    const { login } = granted(await administer(command, { dataFolder, openStore, log }), name);
    streams.output.write(`${done(action, safeText(login), flags)}\n`);
    return EXIT.ok;
  });
}

async function commandOf(
  action: UserAction,
  name: string,
  { revoke }: Flags<typeof USER.options>,
  streams: UserStreams,
): Promise<ControlCommand> {
  const loginKey = nameKey(name);
  switch (action) {
    case 'add': {
      const account = granted(checkLoginName(name), name);
      return { kind: 'add-account', account: { ...account, passwordHash: await newHash(streams) }, role: 'member' };
    }
    case 'password':
      return { kind: 'set-password', loginKey, passwordHash: await newHash(streams) };
    case 'disable':
    case 'enable':
      return { kind: 'set-disabled', loginKey, disabled: action === 'disable' };
    case 'operator':
      return { kind: 'set-role', loginKey, role: revoke ? 'member' : 'operator' };
  }
}

async function newHash(streams: UserStreams): Promise<string> {
  const password = granted(checkPassword(await readPassword(streams)), '');
  return hashPassword(password, COSTS);
}

async function readPassword({ input, errors }: UserStreams): Promise<string> {
  if (input.isTTY !== true) {
    for await (const line of createInterface({ input })) return line;
    return '';
  }
  const asker = askerOn({ input, output: errors });
  const password = await asker.askSecretly('Password: ');
  if ((await asker.askSecretly('And again: ')) !== password)
    throw new Mistake('those were two passwords: run it again');
  return password;
}

/** @throws a Mistake that says what was refused */
function granted<T>(result: Result<T>, name: string): T {
  if (result.ok) return result.value;
  const { code, params } = result.error;
  if (code === 'not_found') throw new Mistake(`there is nobody who logs in as "${safeText(name)}"`);
  const reason = params?.['reason'];
  throw new Mistake(ERROR_CODES[code].replace(/; `params\.reason`.*$/, '.') + (reason ? ` (${reason})` : ''));
}

function done(action: UserAction, login: string, { revoke }: Flags<typeof USER.options>): string {
  switch (action) {
    case 'add':
      return `${login} can log in now.`;
    case 'password':
      return `${login} has a new password, and is logged out everywhere.`;
    case 'disable':
      return `${login} is logged out everywhere and cannot log in.`;
    case 'enable':
      return `${login} can log in again.`;
    case 'operator':
      return revoke
        ? `${login} is no operator any more.`
        : `${login} is operator, from the next reload of the page on.`;
  }
}
