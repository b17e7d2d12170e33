import { readdir, readFile } from 'node:fs/promises';

/** The kernel's unit of CPU time in /proc; a hundredth of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Its own and that of its children that have ended and were reaped. */
  readonly cpuSeconds: number;
}

/** CPU seconds, user and system, of a process and all that descend from it, those that have ended included. */
export async function cpuSecondsOfTree(root: number): Promise<number> {
  return (await tree(root)).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** Memory of a process and all that descend from it, in bytes; pages that several share count once (PSS). */
export async function memoryOfTree(root: number): Promise<number> {
  const sizes = await Promise.all((await tree(root)).map(({ pid }) => proportionalBytes(pid)));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

async function tree(root: number): Promise<readonly Stat[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = (await Promise.all(pids.map(readStat))).filter((stat) => stat !== undefined);
  const found = stats.filter(({ pid }) => pid === root);
  // Grows while it is gone through: children of children come last.
  for (const { pid } of found) found.push(...stats.filter(({ parent }) => parent === pid));
  return found;
}

/** undefined where it has ended meanwhile. */
async function readStat(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The program's name stands in brackets and may have anything in it. Behind it: state, parent, … as in proc(5).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
}

async function proportionalBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}
