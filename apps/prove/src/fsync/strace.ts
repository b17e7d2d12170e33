import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { until } from '../until.ts';
import { type Call, readTrace, STRACE_OPTIONS } from './trace.ts';

/** Why there can be no trace on this machine, and what to do about it; undefined where there can. */
export function findObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'system calls are traced with strace, which there is for Linux alone';
  const { status, stderr, error } = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (error) return 'strace is missing: apt-get install strace (elsewhere: https://strace.io)';
  return status === 0 ? undefined : `strace may not trace here: ${stderr.trim()}`;
}

/** What a program is to be started under so that its system calls are written to a file. */
export function straceTo(file: string): readonly string[] {
  return ['strace', ...STRACE_OPTIONS, '-o', file, '--'];
}

/** The calls in a file once the traced process, which has ended, is through. */
export async function callsIn(file: string, pid: number): Promise<AsyncIterable<Call>> {
  const end = new RegExp(`^${pid} +\\+{3} `, 'm');
  await until('the trace to end', () => end.test(readFileSync(file, 'latin1').slice(-4_096)));
  return readTrace(createInterface({ input: createReadStream(file, 'latin1') }));
}
