import { registerAccounts, Seats } from './community.ts';
import type { BenchOptions } from './arguments.ts';
import { LOADS } from './loads.ts';
import { describeMachine, loadOfLastMinute } from './machine.ts';
import { measure, measureMemory } from './measure.ts';
import { availablePeers } from './peers.ts';
import { Progress, showAccounts } from './progress.ts';
import type { ProgressOutput } from '../crowd/progress.ts';
import type { Measurement, Results } from './results.ts';
import { Skein } from './skein.ts';
import type { System } from './system.ts';
import { attempt, rotated } from './turns.ts';

const WORKERS_BY_DEFAULT = 'default';

/** Runs every load on every system in turn, round after round, and then looks at memory. */
export async function runBench(options: BenchOptions, output: ProgressOutput): Promise<Results> {
  const [machine, loadBefore, peers] = [await describeMachine(), loadOfLastMinute(), await choosePeers(options)];
  await using community = await registerAccounts(options.accounts, (done) =>
    showAccounts(output, done, options.accounts),
  );
  const args = options.workers === undefined ? [] : ['--workers', options.workers];
  await using seats = new Seats(community);
  const skein = new Skein(seats, { args });
  const systems: readonly System[] = [skein, ...peers];
  const loads = LOADS.filter(({ key }) => options.loads.length === 0 || options.loads.includes(key));
  using progress = new Progress(output, systems.length * (loads.length * options.rounds + 1));

  const failures: string[] = [];
  const measurements: Measurement[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const load of loads) {
      for (const system of rotated(systems, round)) {
        progress.begin(`round ${round}: ${load.title}: ${system.title}`);
        const figures = await attempt(`${load.title}: ${system.title}`, failures, () =>
          measure(system, load, options, options.generator),
        );
        if (figures) measurements.push({ round, load: load.key, system: system.key, figures });
        progress.end();
      }
    }
  }
  const memory = [];
  for (const system of systems) {
    progress.begin(`memory: ${system.title}`);
    const measured = await attempt(`memory: ${system.title}`, failures, () =>
      measureMemory(system, options.idleClients),
    );
    if (measured) memory.push({ system: system.key, ...measured });
    progress.end();
  }
  return {
    machine,
    date: new Date().toISOString().slice(0, 10),
    rounds: options.rounds,
    measureMs: options.measureMs,
    accounts: options.accounts,
    workers: options.workers ?? WORKERS_BY_DEFAULT,
    loadBefore,
    systems: systems.map(({ key, title }) => ({ key, title })),
    measurements,
    memory,
    failures,
  };
}

/** socket.io is what others are compared with. */
async function choosePeers({ peers }: BenchOptions): Promise<readonly System[]> {
  const available = await availablePeers();
  const unknown = peers.find((key) => !available.some((peer) => peer.key === key));
  if (unknown !== undefined) {
    throw new Error(`${unknown} cannot be run here; there are ${available.map(({ key }) => key).join(', ')}`);
  }
  return available.filter(({ key }) => peers.length === 0 || peers.includes(key));
}
