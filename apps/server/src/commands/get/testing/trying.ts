import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { get } from '../get.ts';

/** Listens on a free port until the test ends. @returns the origin */
export async function listening(t: TestContext, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers every request with these bytes, whatever they are, and closes. */
export function answering(t: TestContext, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  return misbehaving(t, async (socket) => {
    for (const piece of pieces) {
      socket.write(piece, 'latin1');
      // So that pieces arrive as pieces.
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.end();
  });
}

/** A server that does this to every connection once its request is there. */
export async function misbehaving(t: TestContext, behave: (socket: Socket) => unknown): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay());
    socket.on('error', () => {}).once('data', () => behave(socket));
  });
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  return listening(t, server);
}

export interface Outcome {
  readonly code: number;
  readonly body: Buffer;
  /** What was said on standard error. */
  readonly said: string;
}

/** Runs `skein get` here, with streams that may call themselves terminals. */
export async function got(
  args: readonly string[],
  isTTY: { output?: boolean; errors?: boolean } = {},
): Promise<Outcome> {
  const output = Object.assign(new PassThrough(), { isTTY: isTTY.output ?? false });
  const errors = Object.assign(new PassThrough(), { isTTY: isTTY.errors ?? false });
  const outcome = get(args, { output, errors }).finally(() => {
    output.end();
    errors.end();
  });
  const [code, body, said] = await Promise.all([outcome, buffer(output), text(errors)]);
  return { code, body, said };
}

/** The one line about what went wrong. */
export function complaint({ said }: Outcome): string {
  return said.split('\n').findLast((line) => line !== '') ?? '';
}
