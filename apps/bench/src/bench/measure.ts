import { setTimeout as sleep } from 'node:timers/promises';
import { startGenerator, type Figures, type GeneratorKind } from './generator.ts';
import { idleShape, type Load } from './loads.ts';
import { residentBytes } from './processes.ts';
import type { System } from './system.ts';

export interface Timing {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Starts a system, connects everybody, runs the load and stops it again. */
export async function measure(
  system: System,
  { shape, pace }: Load,
  timing: Timing,
  generatorKind?: GeneratorKind,
): Promise<Figures> {
  await using server = await system.start(shape);
  await using generator = await startGenerator(server, generatorKind);
  return await generator.run({ pace, ...timing });
}

export interface Memory {
  readonly bareBytes: number;
  readonly clients: number;
  /** What each idle client takes on top. */
  readonly bytesPerClient: number;
}

/** A garbage collection or two happen, or not, in this time; what the process keeps is what counts. */
const SETTLE_MS = 1_500;

/** Resident memory of a system with nobody connected, and with clients that say nothing. */
export async function measureMemory(system: System, clients: number): Promise<Memory> {
  await using server = await system.start(idleShape(clients));
  await sleep(SETTLE_MS);
  const bareBytes = await residentBytes(server.pids);
  await using _generator = await startGenerator(server);
  await sleep(SETTLE_MS);
  return { bareBytes, clients, bytesPerClient: ((await residentBytes(server.pids)) - bareBytes) / clients };
}
