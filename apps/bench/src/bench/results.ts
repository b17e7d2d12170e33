import type { Figures } from './generator.ts';
import type { Memory } from './measure.ts';
import type { Machine } from './machine.ts';
import { median, medianInterval, type Interval } from './statistics.ts';

/** Everything a run has seen, as it is written to results.json. */
export interface Results {
  readonly machine: Machine;
  readonly date: string;
  readonly rounds: number;
  readonly measureMs: number;
  readonly accounts: number;
  readonly workers: string;
  /** Load average of the machine when the run began: what others were doing. */
  readonly loadBefore: number;
  readonly systems: readonly { readonly key: string; readonly title: string }[];
  readonly measurements: readonly Measurement[];
  readonly memory: readonly ({ readonly system: string } & Memory)[];
  /** Measurements that could not be taken; each was tried once more. */
  readonly failures: readonly string[];
}

export interface Measurement {
  readonly round: number;
  readonly load: string;
  readonly system: string;
  readonly figures: Figures;
}

/** CPU microseconds for a delivery, which is CPU seconds for a million. undefined where nothing was delivered. */
export function cpuPerDelivery({ serverCpu, deliveries }: Figures): number {
  return (serverCpu / deliveries) * 1e6;
}

/** What makes a measurement worthless: something that was posted did not arrive as it should. */
export function faultOf({ missing, strays, wrong, deliveries }: Figures): string | undefined {
  if (strays + wrong > 0) return `${strays + wrong} wrong deliveries`;
  if (missing > 0) return `${missing} messages had not arrived 10 s after the end`;
  return deliveries === 0 ? 'nothing was delivered in time' : undefined;
}

export interface Summary {
  readonly load: string;
  readonly system: string;
  readonly cpu: number;
  readonly cpuInterval: Interval;
  readonly deliveriesPerSecond: number;
  readonly messagesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Deliveries that came in one read: about as many as the server put into a write. */
  readonly atOnce: number;
  readonly generatorCpu: number;
  /** Of one core. */
  readonly generatorShare: number;
  readonly refused: number;
  readonly late: number;
  readonly faults: readonly string[];
}

export function summarize(results: Pick<Results, 'measurements'>, load: string, system: string): Summary | undefined {
  const all = results.measurements.filter((one) => one.load === load && one.system === system);
  const figures = all.map((one) => one.figures).filter(({ deliveries }) => deliveries > 0);
  if (figures.length === 0) return undefined;
  const middle = (of: (figures: Figures) => number): number => median(figures.map(of));
  return {
    load,
    system,
    cpu: middle(cpuPerDelivery),
    cpuInterval: medianInterval(figures.map(cpuPerDelivery)),
    deliveriesPerSecond: middle(({ deliveries, seconds }) => deliveries / seconds),
    messagesPerSecond: middle(({ messages, seconds }) => messages / seconds),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    atOnce: middle(({ deliveries, reads }) => deliveries / reads),
    generatorCpu: middle(({ generatorCpu, deliveries }) => (generatorCpu / deliveries) * 1e6),
    generatorShare: middle(({ generatorCpu, seconds }) => generatorCpu / seconds),
    refused: figures.reduce((sum, { refused }) => sum + refused, 0),
    late: figures.reduce((sum, { late }) => sum + late, 0),
    faults: all.flatMap((one) => faultOf(one.figures) ?? []),
  };
}

export interface Ratio {
  readonly median: number;
  readonly interval: Interval;
}

/** CPU per delivery of one system as a multiple of another's, each pair from the same round. */
export function cpuRatio(results: Results, load: string, system: string, to: string): Ratio | undefined {
  const find = (round: number, key: string): Measurement | undefined =>
    results.measurements.find((one) => one.round === round && one.load === load && one.system === key);
  const ratios: number[] = [];
  for (let round = 1; round <= results.rounds; round++) {
    const [ours, theirs] = [find(round, system), find(round, to)];
    if (!ours || !theirs) continue;
    const ratio = cpuPerDelivery(ours.figures) / cpuPerDelivery(theirs.figures);
    if (Number.isFinite(ratio) && ratio > 0) ratios.push(ratio);
  }
  return ratios.length === 0 ? undefined : { median: median(ratios), interval: medianInterval(ratios) };
}
