import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer } from '../ledger/commands.ts';
import { refused } from '../result.ts';
import { writeWhole } from '../storage/data-folder.ts';
import { CONTROL_FILE, controlRequestSchema, type ControlCommand, type ControlKind } from './control-commands.ts';

/** Bytes of a socket's path on every system we know. */
const LONGEST_SOCKET_PATH = 100;
const LONGEST_REQUEST = 64 * 1024;
const SOCKET = 'control.sock';

export interface ControlOptions {
  /** Held by this process: what an earlier one left there is no longer in use. */
  readonly dataFolder: string;
  readonly submit: (command: ControlCommand) => Promise<Answer<ControlKind>>;
}

/**
 * Lets commands such as `skein user` reach the running server, which alone may write, over a local socket. Only who can read
 * the data folder knows its key.
 */
export async function openControl({ dataFolder, submit }: ControlOptions): Promise<Disposable> {
  const key = randomBytes(32).toString('base64url');
  const address = makeAddress(dataFolder);
  const file = join(dataFolder, CONTROL_FILE);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void serve(socket, key, submit);
  });
  server.listen(address);
  await once(server, 'listening');
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  writeWhole(file, JSON.stringify({ address, key }));
  return {
    [Symbol.dispose]() {
      rmSync(file, { force: true });
      server.close();
      for (const socket of sockets) socket.destroy();
      if (!address.startsWith(dataFolder) && process.platform !== 'win32')
        rmSync(dirname(address), { recursive: true });
    },
  };
}

/** In the data folder; where its path is too long for a socket, in a folder of its own that nobody else can look into. */
function makeAddress(dataFolder: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\skein-${randomBytes(16).toString('hex')}`;
  const path = join(dataFolder, SOCKET);
  rmSync(path, { force: true });
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  return join(mkdtempSync(join(tmpdir(), 'skein-')), SOCKET);
}

async function serve(socket: Socket, key: string, submit: ControlOptions['submit']): Promise<void> {
  socket.on('error', () => {});
  let received = 0;
  socket.on('data', ({ length }) => {
    received += length;
    if (received > LONGEST_REQUEST) socket.destroy();
  });
  for await (const line of createInterface({ input: socket })) {
    socket.end(`${JSON.stringify(await answer(line, key, submit))}\n`);
    return;
  }
}

async function answer(line: string, key: string, submit: ControlOptions['submit']): Promise<Answer<ControlKind>> {
  const request = controlRequestSchema.safeParse(parseJson(line)).data;
  if (!request) return refused('bad_request');
  if (!isSame(request.key, key)) return refused('forbidden');
  return submit(request.command);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isSame(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
