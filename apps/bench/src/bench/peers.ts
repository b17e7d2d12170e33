import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, hasCompiler } from './compile.ts';
import { ejabberdCommand, findEjabberd, type Erlang } from './ejabberd.ts';
import { processTree, startProcess, type Command, type StartedProcess } from './processes.ts';
import { anonymousSeats, type RunningSystem, type System } from './system.ts';

const LISTENING = /listening on (\d+)/;

/** Every peer that this machine can run. */
export async function availablePeers(): Promise<readonly System[]> {
  const nats = findProgram('nats-server');
  const mosquitto = findProgram('mosquitto');
  const ejabberd = await findEjabberd(findProgram('ejabberdctl'));
  return [
    nodePeer('ws', 'ws, plain loop', 'ws-loop.ts', 'ws'),
    nodePeer('ws-cluster', 'ws in node:cluster', 'ws-cluster.ts', 'ws'),
    nodePeer('socket.io', 'socket.io', 'socket-io.ts', 'socket.io'),
    ...((await hasCompiler())
      ? [cPeer('c', 'C, one write each', []), cPeer('c-coalescing', 'C, coalescing', ['--coalesce'])]
      : []),
    ...(nats ? [natsPeer(nats)] : []),
    ...(mosquitto ? [mosquittoPeer(mosquitto)] : []),
    ...(ejabberd ? [ejabberdPeer(ejabberd)] : []),
  ];
}

function nodePeer(key: string, title: string, script: string, protocol: 'ws' | 'socket.io'): System {
  const file = fileURLToPath(new URL(`./peers/${script}`, import.meta.url));
  return {
    key,
    title,
    start: async (shape) => {
      const started = await startProcess({ program: process.execPath, args: [file] }, LISTENING);
      return { protocol, ...(await described(started)), ...anonymousSeats(shape) };
    },
  };
}

function cPeer(key: string, title: string, args: readonly string[]): System {
  return {
    key,
    title,
    start: async (shape) => {
      const program = await compile(new URL('./peers/broadcast.c', import.meta.url));
      const started = await startProcess({ program, args }, LISTENING);
      return { protocol: 'ws', ...(await described(started)), ...anonymousSeats(shape) };
    },
  };
}

function natsPeer(program: string): System {
  return configuredPeer('nats', 'nats-server', 'nats', /Server is ready/, async (folder, port) => {
    const config = `listen: "127.0.0.1:-1"\nwebsocket { listen: "127.0.0.1:${port}", no_tls: true }\n`;
    return { program, args: ['-c', await writeConfig(folder, config)] };
  });
}

/** Debian's 2.0.11 does not start with nothing but a WebSocket listener, so it gets a plain one that nobody uses. */
function mosquittoPeer(program: string): System {
  return configuredPeer('mosquitto', 'mosquitto', 'mqtt', /running/, async (folder, port) => {
    const plain = `listener ${await freePort()} 127.0.0.1\n`;
    const config = `${plain}listener ${port} 127.0.0.1\nprotocol websockets\nallow_anonymous true\nmax_queued_messages 0\n`;
    return { program, args: ['-c', await writeConfig(folder, config)] };
  });
}

function ejabberdPeer(erlang: Erlang): System {
  return configuredPeer('ejabberd', 'ejabberd', 'xmpp', /Start accepting TCP connections/, (folder, port) =>
    ejabberdCommand(erlang, folder, port),
  );
}

/** A program that reads its port from a file, in a folder of its own. */
function configuredPeer(
  key: string,
  title: string,
  protocol: RunningSystem['protocol'],
  ready: RegExp,
  configure: (folder: string, port: number) => Promise<Command>,
): System {
  return {
    key,
    title,
    start: async (shape) => {
      const folder = await mkdtemp(join(tmpdir(), `bench-${key}-`));
      const deleteFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
      try {
        const port = await freePort();
        const started = await startProcess(await configure(folder, port), ready);
        const stop = async (): Promise<void> => {
          await started[Symbol.asyncDispose]();
          await deleteFolder();
        };
        const pids = await processTree(started.pid);
        return { protocol, port, pids, ...anonymousSeats(shape), [Symbol.asyncDispose]: stop };
      } catch (error) {
        await deleteFolder();
        throw error;
      }
    },
  };
}

async function writeConfig(folder: string, config: string): Promise<string> {
  const file = join(folder, 'config');
  await writeFile(file, config);
  return file;
}

async function described(
  started: StartedProcess,
): Promise<Pick<RunningSystem, 'port' | 'pids' | typeof Symbol.asyncDispose>> {
  return {
    port: Number(started.found[1]),
    pids: await processTree(started.pid),
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Debian keeps servers in sbin, which not everybody has in the path. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
