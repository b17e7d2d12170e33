import type { Machine } from '../machine.ts';
import { cpuPerDelivery, summarize, type Measurement, type Summary } from '../results.ts';
import { median } from '../statistics.ts';
import type { Point, Series } from './points.ts';

/** Everything a run has seen, as it is written to growth.json. */
export interface GrowthResults {
  readonly machine: Machine;
  readonly date: string;
  readonly rounds: number;
  readonly measureMs: number;
  readonly accounts: number;
  /** Load average of the machine when the run began: what others were doing. */
  readonly loadBefore: number;
  readonly points: readonly Point[];
  readonly measurements: readonly Measurement[];
  readonly failures: readonly string[];
}

export interface MeasuredPoint {
  readonly point: Point;
  readonly summary: Summary;
}

/** The points of a series at which something was delivered. */
export function measuredPoints(results: GrowthResults, series: Series): readonly MeasuredPoint[] {
  return results.points
    .filter((point) => point.series === series)
    .flatMap((point) => {
      const summary = summarize(results, point.key, 'skein');
      return summary ? [{ point, summary }] : [];
    });
}

/** How much dearer a delivery is at the dearest point of a series than at the cheapest. undefined with fewer than two. */
export function spreadOf(results: GrowthResults, series: Series): number | undefined {
  const costs = measuredPoints(results, series).map(({ summary }) => summary.cpu);
  return costs.length < 2 ? undefined : Math.max(...costs) / Math.min(...costs);
}

export interface Idleness {
  readonly clients: number;
  /** CPU of the server, as a share of one core. */
  readonly share: number;
  readonly generatorShare: number;
  readonly pingsPerSecond: number;
  /** As many as clients send that hear nothing but the answers. */
  readonly pingsPerSecondExpected: number;
  readonly seconds: number;
  /** Pings that were not answered. */
  readonly missing: number;
}

export function idlenessOf({ points, measurements }: GrowthResults): Idleness | undefined {
  const point = points.find(({ series }) => series === 'idle');
  const figures = measurements.find(({ load }) => load === point?.key)?.figures;
  if (point?.pace.kind !== 'pings' || !figures) return undefined;
  const { shape, pace } = point;
  const { seconds, serverCpu, generatorCpu, pongs, missing } = figures;
  return {
    clients: shape.membersPerRoom,
    share: serverCpu / seconds,
    generatorShare: generatorCpu / seconds,
    pingsPerSecond: pongs / seconds,
    pingsPerSecondExpected: (shape.membersPerRoom * 1_000) / pace.afterSilenceMs,
    seconds,
    missing,
  };
}

export interface Doubling {
  readonly from: number;
  readonly to: number;
  /** Medians over rounds of the one as a multiple of the other in the same round. */
  readonly deliveries: number;
  readonly cpu: number;
}

/** What each doubling of hub workers does. */
export function doublingsOf(results: GrowthResults): readonly Doubling[] {
  const points = results.points.filter(({ series }) => series === 'workers');
  return points.slice(1).flatMap((point, index): Doubling[] => {
    const pairs = pairsOf(results, points[index]!, point);
    if (pairs.length === 0) return [];
    return [
      {
        from: points[index]!.workers!,
        to: point.workers!,
        deliveries: median(pairs.map(([one, other]) => speedOf(other) / speedOf(one))),
        cpu: median(pairs.map(([one, other]) => cpuPerDelivery(other.figures) / cpuPerDelivery(one.figures))),
      },
    ];
  });
}

function pairsOf(
  { measurements }: GrowthResults,
  a: Point,
  b: Point,
): readonly (readonly [Measurement, Measurement])[] {
  const of = ({ key }: Point): Measurement[] =>
    measurements.filter(({ load, figures }) => load === key && figures.deliveries > 0);
  return of(a).flatMap((one) => {
    const other = of(b).find(({ round }) => round === one.round);
    return other ? [[one, other] as const] : [];
  });
}

function speedOf({ figures: { deliveries, seconds } }: Measurement): number {
  return deliveries / seconds;
}
