import { startGenerator } from '../generator.ts';
import type { Timing } from '../measure.ts';
import type { System } from '../system.ts';
import { cpuSecondsOfTree, memoryOfTree } from './process-tree.ts';

/** Messages in flight in the room; when all its members have one, the next is posted. */
const IN_FLIGHT = 8;

/** What a room of so many clients saw. */
export interface Conversation {
  readonly clients: number;
  readonly deliveriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the server, all its threads and processes, for a delivery in µs, warm-up included. */
  readonly cpuMicroseconds: number;
  readonly memoryBytes: number;
  /** Messages that did not arrive as they should. */
  readonly wrong: number;
}

/** Everybody sits in one room, and messages go round as fast as they can. */
export async function converse(system: System, clients: number, timing: Timing): Promise<Conversation> {
  await using server = await system.start({ rooms: 1, membersPerRoom: clients });
  const root = server.pids[0]!;
  await using generator = await startGenerator(server);
  const before = await cpuSecondsOfTree(root);
  const figures = await generator.run({ pace: { kind: 'window', messages: IN_FLIGHT }, ...timing });
  const cpu = (await cpuSecondsOfTree(root)) - before;
  return {
    clients,
    deliveriesPerSecond: figures.deliveries / figures.seconds,
    p50Ms: figures.p50Ms,
    p99Ms: figures.p99Ms,
    cpuMicroseconds: (cpu / (figures.arrived * clients)) * 1e6,
    memoryBytes: await memoryOfTree(root),
    wrong: figures.missing + figures.strays + figures.wrong,
  };
}
