import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
}

export async function describeMachine(): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `Linux ${release()}${(await isVirtual()) ? ', virtual' : ''}`,
    node: process.version,
  };
}

/** Processes that wanted to run, averaged over the last minute: what is above what we start ourselves disturbs. */
export function loadOfLastMinute(): number {
  return loadavg()[0]!;
}

/** Descriptors that a process of ours may have open when it raises its soft limit as far as it can. */
export async function openFilesAtMost(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  const hard = /^Max open files +\S+ +(\S+)/m.exec(limits)?.[1];
  return hard === 'unlimited' ? Infinity : Number(hard);
}

async function isVirtual(): Promise<boolean> {
  return (await readFile('/proc/cpuinfo', 'utf8').catch(() => '')).includes(' hypervisor');
}
