import { restClient } from '@skein/client/rest-client';
import { nodeClient } from '@skein/client/node-platform';
import { WebSocket } from 'ws';
import { startServer, type StartedServer } from '../start.ts';

/** Starts a server and, by the link of its first run, lets anybody register. */
export async function startOpenServer(args: readonly string[] = []): Promise<StartedServer> {
  const server = await startServer({ args });
  try {
    await openRegistration(server);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openRegistration({ url, setupLink }: StartedServer): Promise<void> {
  const token = setupLink?.split('#setup=')[1];
  if (!token) throw new Error('the server did not print the link of its first run');
  const { rest } = nodeClient({ url, WebSocket });
  const setup = { token, registration: 'open' } as const;
  const answer = await rest.register({ name: 'Operator', password: 'of the crowd', setup });
  if (!answer.ok) throw new Error(`the operator could not register: ${JSON.stringify(answer.error)}`);
}

/** @returns why the crowd cannot come in, if it cannot */
export async function findObstacle(url: string, code: string | undefined): Promise<string | undefined> {
  const answer = await restClient({ base: url, fetch }).server();
  if (!answer.ok) return `There is no Skein server at ${url}.`;
  const { registration } = answer.value;
  if (registration === 'closed') return `Nobody may register at ${url}. An operator can open registration.`;
  return registration === 'code' && code === undefined ? `Registering at ${url} needs a code: --code CODE.` : undefined;
}
