import { nodeClient, type NodeClient } from '@skein/client/node-platform';
import type { RestClient, Result } from '@skein/client/rest-client';
import type { AccountView } from '@skein/protocol/accounts';
import type { Register } from '@skein/protocol/rest';
import { WebSocket } from 'ws';

/** An account with one session. */
export interface Person {
  readonly name: string;
  readonly password: string;
  readonly account: AccountView;
  readonly node: NodeClient;
  readonly rest: RestClient;
}

export function nodeClientOf(url: string): NodeClient {
  return nodeClient({ url, WebSocket });
}

export async function registered(
  url: string,
  name: string,
  extra: Pick<Register, 'code' | 'setup'> = {},
): Promise<Person> {
  const node = nodeClientOf(url);
  const password = `the password of ${name}`;
  const { account } = granted(await node.rest.register({ name, password, ...extra }));
  return { name, password, account, node, rest: node.rest };
}

/** The same account with another session. */
export async function loggedInAgain({ name, password }: Person, url: string): Promise<Person> {
  const node = nodeClientOf(url);
  const { account } = granted(await node.rest.logIn({ name, password }));
  return { name, password, account, node, rest: node.rest };
}

/** Accounts are dear (argon2 is meant to be), sockets are cheap: where many clients are wanted, let accounts have several. */
export function registeredPeople(url: string, count: number): Promise<readonly Person[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => registered(url, `person ${index + 1}`)));
}

/** What was asked for. @throws where it was refused */
export function granted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.error)}`);
}
