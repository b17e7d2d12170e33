import { counted, number } from '../report/format.ts';
import { DELIVERIES_PER_SECOND, SERIES } from './points.ts';
import {
  doublingsOf,
  idlenessOf,
  measuredPoints,
  spreadOf,
  type Doubling,
  type GrowthResults,
  type Idleness,
} from './results.ts';

/** One thing that was asked, and what was seen of it. */
export interface Verdict {
  readonly of: string;
  readonly asked: string;
  readonly seen: string;
  /** undefined where this run cannot judge it: on too few cores, with fewer clients than were asked, or fewer pings than they send. */
  readonly isMet: boolean | undefined;
}

/** Differences below are noise. */
const FLAT = 1.2;
const LARGEST_ROOM = 5_000;
const MOST_ROOMS = 1_000;
const LONE_MS = 5;
const IDLE_CLIENTS = 10_000;
const IDLE_SHARE = 0.05;
const CORES_TO_JUDGE_WORKERS = 4;
const CPU_PER_DOUBLING = 1.15;
/** What was not kept up with is no measure of this pace; above it the generator measures itself. */
const KEPT_PACE = 0.95;
const GENERATOR_SHARE = 0.9;

export function verdictsOf(results: GrowthResults): readonly Verdict[] {
  return [
    ...flatness(results, 'members', LARGEST_ROOM, ({ membersPerRoom }) => membersPerRoom),
    ...flatness(results, 'rooms', MOST_ROOMS, ({ rooms }) => rooms),
    ...doublingsOf(results).map((doubling) => scaling(results, doubling)),
    ...loneMessage(results),
    ...idleness(results),
  ];
}

/** Each target that was missed, and whatever makes a figure worth less: one plain sentence each. */
export function missesOf(results: GrowthResults): readonly string[] {
  const missed = verdictsOf(results).filter(({ isMet }) => isMet === false);
  return [...missed.map(({ of, asked, seen }) => `${of}: ${seen}, where ${asked} was asked.`), ...doubtsOf(results)];
}

function flatness(
  results: GrowthResults,
  series: 'members' | 'rooms',
  end: number,
  extentOf: (shape: { rooms: number; membersPerRoom: number }) => number,
): readonly Verdict[] {
  const spread = spreadOf(results, series);
  if (spread === undefined) return [];
  const reached = Math.max(...measuredPoints(results, series).map(({ point }) => extentOf(point.shape)));
  const unit = series === 'members' ? 'members in a room' : 'rooms';
  return [
    {
      of: `CPU for a delivery, up to ${counted(reached)} ${unit}`,
      asked: `flat (dearest at most ${FLAT} × cheapest)`,
      seen: `dearest ${number(spread)} × cheapest`,
      // A spread seen over less than was asked is also one over all of it.
      isMet: spread > FLAT ? false : reached < end ? undefined : true,
    },
  ];
}

function scaling({ machine }: GrowthResults, { from, to, deliveries, cpu }: Doubling): Verdict {
  // One core is the generator's.
  const isJudged = machine.cores >= CORES_TO_JUDGE_WORKERS && to < machine.cores;
  return {
    of: `From ${from} to ${to} workers`,
    asked: `more deliveries, CPU at most ${CPU_PER_DOUBLING} ×`,
    seen: `${number(deliveries)} × deliveries, ${number(cpu)} × CPU`,
    isMet: isJudged ? deliveries > 1 && cpu <= CPU_PER_DOUBLING : undefined,
  };
}

function loneMessage(results: GrowthResults): readonly Verdict[] {
  return measuredPoints(results, 'lone').map(({ summary: { p50Ms } }) => ({
    of: 'A lone message on an idle server, median',
    asked: `within ${LONE_MS} ms`,
    seen: `${number(p50Ms)} ms`,
    isMet: p50Ms <= LONE_MS,
  }));
}

function idleness(results: GrowthResults): readonly Verdict[] {
  const idle = idlenessOf(results);
  if (!idle) return [];
  const isCheap = idle.share < IDLE_SHARE;
  const isWhole = idle.clients >= IDLE_CLIENTS && hasPinged(idle);
  return [
    {
      of: `${counted(idle.clients)} idle clients that ping`,
      asked: `less than ${IDLE_SHARE * 100} % of a core for ${counted(IDLE_CLIENTS)}`,
      seen: `${number(idle.share * 100)} % of a core`,
      isMet: isCheap && !isWhole ? undefined : isCheap,
    },
  ];
}

function hasPinged({ pingsPerSecond, pingsPerSecondExpected }: Idleness): boolean {
  return pingsPerSecond >= KEPT_PACE * pingsPerSecondExpected;
}

function doubtsOf(results: GrowthResults): readonly string[] {
  const idle = idlenessOf(results);
  const measured = SERIES.flatMap((series) => measuredPoints(results, series));
  return [
    ...measured.flatMap(({ point: { title, series }, summary }) => {
      const isPaced = series === 'members' || series === 'rooms';
      const { deliveriesPerSecond, generatorShare, faults } = summary;
      return [
        ...(isPaced && deliveriesPerSecond < KEPT_PACE * DELIVERIES_PER_SECOND
          ? [
              `${title}: ${number(deliveriesPerSecond)} deliveries a second, of the ${counted(DELIVERIES_PER_SECOND)} given.`,
            ]
          : []),
        ...(generatorShare > GENERATOR_SHARE
          ? [`${title}: The generator took ${number(generatorShare * 100)} % of a core, so it measured itself.`]
          : []),
        ...faults.map((fault) => `${title}: In one run ${fault}.`),
      ];
    }),
    ...(idle && !hasPinged(idle)
      ? [
          `Idle clients pinged ${number(idle.pingsPerSecond)} times a second, of ${number(idle.pingsPerSecondExpected)}.`,
        ]
      : []),
    ...(idle && idle.missing > 0 ? [`${counted(idle.missing)} pings of idle clients were not answered.`] : []),
  ];
}
