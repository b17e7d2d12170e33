import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../start.ts';
import type { Folder, RunningServer } from '../concurrency/servers.ts';
import { findProgram, freePort } from '../peers.ts';
import { startProcess } from '../processes.ts';

/** Something that serves a folder, in one thread or process. */
export interface StaticSite {
  readonly key: string;
  readonly title: string;
  /** Whether it runs on Node and installs from npm. */
  readonly isPeer: boolean;
  start(folder: Folder): Promise<RunningServer>;
}

export const SKEIN: StaticSite = {
  key: 'skein',
  title: 'Skein, one hub worker',
  isPeer: false,
  start: ({ path }) => startServer({ args: ['--concurrency', 'thread-pool', '--workers', '1', '--folder', path] }),
};

export const NGINX = 'nginx';

/** Those on Node install from npm; nginx takes part where it is installed. */
export function availableSites(): readonly StaticSite[] {
  const nginx = findProgram(NGINX);
  return [
    SKEIN,
    peer('sirv', 'sirv'),
    peer('fastify', '@fastify/static'),
    peer('express', 'express.static'),
    peer('serve-handler', 'serve-handler'),
    ...(nginx ? [nginxSite(nginx)] : []),
  ];
}

function peer(key: string, title: string): StaticSite {
  const script = fileURLToPath(new URL(`../peers/${key}-static.ts`, import.meta.url));
  const start = async ({ path }: Folder): Promise<RunningServer> => {
    const started = await startProcess({ program: process.execPath, args: [script, path] }, /listening on (\d+)/);
    return {
      url: `http://127.0.0.1:${started.found[1]}`,
      pid: started.pid,
      [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
    };
  };
  return { key, title, isPeer: true, start };
}

function nginxSite(program: string): StaticSite {
  return { key: NGINX, title: 'nginx, one worker', isPeer: false, start: (folder) => startNginx(program, folder) };
}

/** As its manual advises for files: sent by the kernel, and no line in a log for each request. */
async function startNginx(program: string, { path }: Folder): Promise<RunningServer> {
  const place = await mkdtemp(join(tmpdir(), 'skein-bench-nginx-'));
  const port = await freePort();
  // Its worker is to read the folder as we do, also where we are root.
  const config = `user ${userInfo().username}; worker_processes 1; daemon off; pid ${place}/pid; error_log stderr notice;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  types { text/html html; } client_body_temp_path ${place};
  server { listen 127.0.0.1:${port}; root ${path}; }
}
`;
  const file = join(place, 'nginx.conf');
  await writeFile(file, config);
  const started = await startProcess(
    { program, args: ['-p', place, '-e', 'stderr', '-c', file] },
    /start worker process \d+/,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    pid: started.pid,
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await rm(place, { recursive: true, force: true });
    },
  };
}
