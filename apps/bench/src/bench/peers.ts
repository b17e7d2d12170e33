import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, hasCompiler } from './compile.ts';
import { processTree, startProcess, type StartedProcess } from './processes.ts';
import { anonymousSeats, type RunningSystem, type System } from './system.ts';

const LISTENING = /listening on (\d+)/;

/** Every peer that this machine can run. */
export async function availablePeers(): Promise<readonly System[]> {
  const nats = findProgram('nats-server');
  const mosquitto = findProgram('mosquitto');
  return [
    nodePeer('ws', 'ws, plain loop', 'ws-loop.ts', 'ws'),
    nodePeer('ws-cluster', 'ws in node:cluster', 'ws-cluster.ts', 'ws'),
    nodePeer('socket.io', 'socket.io', 'socket-io.ts', 'socket.io'),
    ...((await hasCompiler())
      ? [cPeer('c', 'C, one write each', []), cPeer('c-coalescing', 'C, coalescing', ['--coalesce'])]
      : []),
    ...(nats ? [configuredPeer('nats', 'nats-server', nats, 'nats', natsConfig, /Server is ready/)] : []),
    ...(mosquitto ? [configuredPeer('mosquitto', 'mosquitto', mosquitto, 'mqtt', mosquittoConfig, /running/)] : []),
  ];
}

function nodePeer(key: string, title: string, script: string, protocol: 'ws' | 'socket.io'): System {
  const file = fileURLToPath(new URL(`./peers/${script}`, import.meta.url));
  return {
    key,
    title,
    start: async (shape) => {
      const started = await startProcess(process.execPath, [file], LISTENING);
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
      const started = await startProcess(program, args, LISTENING);
      return { protocol: 'ws', ...(await described(started)), ...anonymousSeats(shape) };
    },
  };
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

/** A program that reads its port from a file. */
function configuredPeer(
  key: string,
  title: string,
  program: string,
  protocol: 'nats' | 'mqtt',
  config: (port: number, sparePort: number) => string,
  ready: RegExp,
): System {
  return {
    key,
    title,
    start: async (shape) => {
      const folder = await mkdtemp(join(tmpdir(), `bench-${key}-`));
      const deleteFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
      try {
        const [file, port, sparePort] = [join(folder, 'config'), await freePort(), await freePort()];
        await writeFile(file, config(port, sparePort));
        const started = await startProcess(program, ['-c', file], ready);
        const stop = async (): Promise<void> => {
          await started[Symbol.asyncDispose]();
          await deleteFolder();
        };
        return { protocol, port, pids: [started.pid], ...anonymousSeats(shape), [Symbol.asyncDispose]: stop };
      } catch (error) {
        await deleteFolder();
        throw error;
      }
    },
  };
}

function natsConfig(port: number): string {
  return `listen: "127.0.0.1:-1"\nwebsocket { listen: "127.0.0.1:${port}", no_tls: true }\n`;
}

/** Debian's 2.0.11 does not start with nothing but a WebSocket listener, so it gets a plain one that nobody uses. */
function mosquittoConfig(port: number, sparePort: number): string {
  return `listener ${sparePort} 127.0.0.1\nlistener ${port} 127.0.0.1\nprotocol websockets\nallow_anonymous true\nmax_queued_messages 0\n`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Debian keeps servers in sbin, which not everybody has in the path. */
function findProgram(name: string): string | undefined {
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
