import type { House } from '../house.ts';
import { oneOf, type Random, shuffled } from '../random.ts';
import type { Reaper } from '../reaper.ts';

export const STRIKES = ['kill -9', 'hub worker', 'ledger'] as const;
export type StrikeKind = (typeof STRIKES)[number];

export interface Strike {
  readonly kind: StrikeKind;
  readonly atMs: number;
  /** Until the server said that it was ready and a message posted was durable. */
  readonly readyAfterMs: number;
}

const DEATHS = ['terminate', 'error', 'exit'] as const;
/** The launcher and the supervisor pause after more than five crashes in a minute; it is not the pause that is on trial. */
const SPARED = { atMost: 5, withinMs: 62_000 };

/** As many kinds of strikes as were asked for, in a random order. */
export function planStrikes(random: Random, count: number, kinds: readonly StrikeKind[]): StrikeKind[] {
  return shuffled(
    random,
    Array.from({ length: count }, (_, index) => kinds[index % kinds.length]!),
  );
}

/** Takes the first of the plan that the server need not be spared now; undefined where it is to be spared all of them. */
export function takeNext(plan: StrikeKind[], done: readonly Strike[], nowMs: number): StrikeKind | undefined {
  const isSpared = (kind: StrikeKind): boolean =>
    kind !== 'hub worker' &&
    done.filter((strike) => strike.kind === kind && nowMs - strike.atMs < SPARED.withinMs).length >= SPARED.atMost;
  const index = plan.findIndex((kind) => !isSpared(kind));
  return index < 0 ? undefined : plan.splice(index, 1)[0];
}

/** Resolves when it has struck. */
export async function strike(kind: StrikeKind, reaper: Reaper, random: Random): Promise<void> {
  const { pid, threads } = await reaper.census();
  if (kind === 'kill -9') return void process.kill(pid, 'SIGKILL');
  const hubs = threads.filter((name) => name.startsWith('hub '));
  await reaper.ends(kind === 'ledger' ? 'ledger' : oneOf(random, hubs), oneOf(random, DEATHS));
}

const ASK_EVERY_MS = 10;
const ANSWER_MS = 5_000;
const PATIENCE_MS = 60_000;

/** Asks over and over, each time on a connection of its own, until the server is ready and has stored a message. */
export async function untilReady(
  { url, operator, server }: House,
  room: string,
  message: { id: string; body: string },
) {
  const deadline = performance.now() + PATIENCE_MS;
  const isGranted = async (path: string, init: RequestInit): Promise<boolean> => {
    const once = { ...init, signal: AbortSignal.timeout(ANSWER_MS) };
    const answer = await operator.node.fetch(`${url}/api${path}`, once).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.ok === true;
  };
  const connection = 'close';
  const look = { headers: { connection } };
  const headers = { connection, 'content-type': 'application/json' };
  const post = { method: 'POST', headers, body: JSON.stringify(message) };
  while (!(await isGranted('/ready', look)) || !(await isGranted(`/rooms/${room}/messages`, post))) {
    if (performance.now() > deadline)
      throw new Error(`the server did not come back:\n${server.log.slice(-20).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
