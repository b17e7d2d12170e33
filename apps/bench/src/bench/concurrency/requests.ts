import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { cpuSecondsOfTree, memoryOfTree } from './process-tree.ts';
import { PAGE, type RunningServer } from './servers.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));
const CONNECTIONS = 10;
export const PACED_REQUESTS_PER_SECOND = 10_000;

/** What requests for the page saw. */
export interface Requests {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Refused, reset, or answered with an error. Whoever waits as long as the run takes has not failed: the wait is among the times. */
  readonly failed: number;
}

/** Requests, and what they cost the server: all its threads and processes. */
export interface MeasuredRequests extends Requests {
  readonly cpuSeconds: number;
  /** With everybody still connected or just gone. */
  readonly memoryBytes: number;
}

export type RequestLoad = (server: RunningServer, seconds: number) => Promise<Requests>;

/** What a run costs beside what it sees. */
export async function measureRequests(
  server: RunningServer,
  load: RequestLoad,
  seconds: number,
): Promise<MeasuredRequests> {
  const before = await cpuSecondsOfTree(server.pid);
  let memoryBytes = 0;
  const watch = setInterval(
    () => void memoryOfTree(server.pid).then((bytes) => (memoryBytes = Math.max(memoryBytes, bytes))),
    Math.min(1_000, seconds * 300),
  );
  try {
    const seen = await load(server, seconds);
    if (seen.requests === 0) throw new Error(`nothing was answered within ${seconds} s`);
    return { ...seen, cpuSeconds: (await cpuSecondsOfTree(server.pid)) - before, memoryBytes };
  } finally {
    clearInterval(watch);
  }
}

/** As many as it can: ten threads of wrk with a connection each, and each asks again when it was answered. */
export const asManyAsItCan: RequestLoad = async ({ url }, seconds) => {
  const { stdout } = await run('wrk', wrkArguments(url, seconds)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('wrk is not installed (Debian: apt-get install wrk).') : error;
  });
  return resultOf(stdout);
};

/**
 * So many a second on a fixed schedule over ten connections; time counts from when a request was due, so that what a slow
 * answer holds up is not left out. By wrk2 where it is installed, else by autocannon.
 */
export const atAFixedRate: RequestLoad = async (server, seconds) =>
  (await byWrk2(server, seconds)) ?? byAutocannon(server, seconds);

async function byWrk2({ url }: RunningServer, seconds: number): Promise<Requests | undefined> {
  const args = [`-R${PACED_REQUESTS_PER_SECOND}`, ...wrkArguments(url, seconds)];
  const ran = await run('wrk2', args).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return ran && resultOf(ran.stdout);
}

/** Of itself wrk calls every answer after two seconds failed, though it comes, and leaves it out of the times. */
function wrkArguments(url: string, seconds: number): string[] {
  const duration = [`-d${seconds}s`, '--timeout', `${seconds}s`];
  return [`-t${CONNECTIONS}`, `-c${CONNECTIONS}`, ...duration, '-s', SCRIPT, url + PAGE];
}

async function byAutocannon({ url }: RunningServer, seconds: number): Promise<Requests> {
  const seen = await autocannon({
    url: url + PAGE,
    connections: CONNECTIONS,
    duration: seconds,
    timeout: seconds,
    overallRate: PACED_REQUESTS_PER_SECOND,
  });
  return {
    requests: seen.requests.total,
    seconds: seen.duration,
    p50Ms: seen.latency.p50,
    p99Ms: seen.latency.p99,
    maxMs: seen.latency.max,
    failed: seen.errors + seen.non2xx,
  };
}

export function resultOf(output: string): Requests {
  const found = /^RESULT (.*)$/m.exec(output)?.[1];
  if (found === undefined) throw new Error(`wrk gave no result:\n${output}`);
  return JSON.parse(found) as Requests;
}
