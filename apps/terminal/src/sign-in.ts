import { readFileSync } from 'node:fs';
import { nodeClient, type NodeClient } from '@skein/client/node-platform';
import type { Result } from '@skein/client/rest-client';
import { Mistake } from '@skein/command-line/mistake';
import type { AccountView } from '@skein/protocol/accounts';
import type { SessionView } from '@skein/protocol/rest';
import { WebSocket } from 'ws';
import type { Asker } from '@skein/command-line/ask';
import type { KeptSessions } from './kept-sessions.ts';
import { refusalText } from './refusal-text.ts';

export interface SignInOptions {
  /** The server's origin. */
  readonly server: string;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly registers: boolean;
  readonly code: string | undefined;
  readonly kept: KeptSessions;
  /** undefined where nobody is there to answer. */
  readonly asker: Asker | undefined;
}

export interface SignedIn {
  readonly node: NodeClient;
  readonly account: AccountView;
  /** The name that was logged in with. */
  readonly user: string;
}

/** Goes on with the session that is kept, or logs in. @throws a Mistake */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { server, user, kept, registers } = options;
  const node = nodeClient({ url: server, WebSocket });
  const session = registers ? undefined : kept.find(server, user);
  if (session) {
    node.jar.keep(session.cookie.split('; '));
    const answer = await node.rest.session();
    if (answer.ok) return signedIn(node, session.user, answer.value, options);
    if (answer.error === 'offline' || answer.status !== 401) throw explained(server, answer);
    kept.forget(session);
  }
  return logIn(node, { ...options, user: user ?? session?.user });
}

async function logIn(node: NodeClient, options: SignInOptions): Promise<SignedIn> {
  const { server, passwordFile, asker } = options;
  if (!asker && (passwordFile === undefined || options.user === undefined)) {
    throw new Mistake(
      `nobody is logged in to ${server} here: run skein connect ${server} once on a terminal, or give --user and --password-file`,
    );
  }
  const registers = options.registers || (options.user === undefined && (await wantsToRegister(node, options)));
  const name = options.user ?? (await asker!.ask('Name: '));
  const password = passwordFile === undefined ? await asker!.askSecretly('Password: ') : readPassword(passwordFile);
  if (registers && passwordFile === undefined && (await asker!.askSecretly('And again: ')) !== password) {
    throw new Mistake('those were two passwords: run it again');
  }
  const answer = registers ? await register(node, name, password, options) : await node.rest.logIn({ name, password });
  if (!answer.ok) throw explained(server, answer);
  return signedIn(node, name, answer.value, options);
}

async function wantsToRegister(node: NodeClient, { server, asker }: SignInOptions): Promise<boolean> {
  const answer = await node.rest.server();
  if (!answer.ok) throw explained(server, answer);
  if (answer.value.registration === 'closed') return false;
  return /^\s*n/i.test(await asker!.ask('Do you have an account here? [Y/n] '));
}

async function register(node: NodeClient, name: string, password: string, { server, code, asker }: SignInOptions) {
  const view = await node.rest.server();
  if (!view.ok) throw explained(server, view);
  const needsCode = view.value.registration === 'code';
  const given = code ?? (needsCode && asker ? await asker.ask('Registration code: ') : undefined);
  return node.rest.register({ name, password, ...(given === undefined ? {} : { code: given }) });
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]!;
  } catch (error) {
    throw new Mistake(`--password-file ${file} cannot be read: ${(error as Error).message}`);
  }
}

function signedIn(node: NodeClient, user: string, { account }: SessionView, options: SignInOptions): SignedIn {
  options.kept.keep({ server: options.server, user, cookie: node.jar.header });
  return { node, account, user };
}

function explained(server: string, { error }: Extract<Result<unknown>, { ok: false }>): Mistake {
  if (error === 'offline') return new Mistake(`there is no Skein at ${server}: check the address, and that it runs`);
  return new Mistake(refusalText(error));
}
