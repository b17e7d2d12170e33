import { readdir, readFile } from 'node:fs/promises';

/** CPU seconds of each thread of a process so far, by name and id. */
export async function cpuOfThreads(pid: number): Promise<ReadonlyMap<string, number>> {
  const threads = await readdir(`/proc/${pid}/task`);
  return new Map(await Promise.all(threads.map((thread) => cpuOfThread(pid, thread))));
}

async function cpuOfThread(pid: number, thread: string): Promise<readonly [string, number]> {
  const folder = `/proc/${pid}/task/${thread}`;
  const name = (await readFile(`${folder}/comm`, 'utf8')).trim();
  // Nanoseconds on a processor, nanoseconds of waiting for one, turns.
  const nanoseconds = Number((await readFile(`${folder}/schedstat`, 'utf8')).split(' ')[0]);
  return [`${name} ${thread}`, nanoseconds / 1e9];
}
