import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../start.ts';
import { startProcess } from '../processes.ts';
import type { Contestant } from './modes.ts';

const EXPRESS = fileURLToPath(new URL('../peers/express-static.ts', import.meta.url));
const PARAGRAPH = '<p>A skein is a length of yarn, wound loosely and tied, so that it can be dyed and stored.</p>\n';

export const PAGE = '/page.html';

/** A folder to serve, with one page of 8 kB in it. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'skein-bench-site-'));
  const page = `<!doctype html>\n<title>Yarn</title>\n${PARAGRAPH.repeat(86)}`;
  await writeFile(join(path, PAGE), page);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** Starts what serves the folder. `delayMs`: how long each answer waits, 0 for not at all. */
export async function startSite({ args }: Contestant, folder: Folder, delayMs: number): Promise<RunningServer> {
  if (args === undefined) return startExpress(folder, delayMs);
  const delay = delayMs > 0 ? ['--delay', String(delayMs)] : [];
  return startServer({ args: [...args, '--folder', folder.path, ...delay] });
}

async function startExpress({ path }: Folder, delayMs: number): Promise<RunningServer> {
  const command = { program: process.execPath, args: [EXPRESS, path, String(delayMs)] };
  const started = await startProcess(command, /listening on (\d+)/);
  return {
    url: `http://127.0.0.1:${started.found[1]}`,
    pid: started.pid,
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
