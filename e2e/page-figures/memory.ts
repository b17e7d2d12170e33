import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from '@playwright/test';
import type { Crowd } from './crowd.ts';

/** Where samples are taken more than once a minute, an hour of them is still few. */
const SAMPLES_A_MINUTE = 2;
const MEGABYTE = 2 ** 20;
/** What a page may grow by in an hour, of heap and of the nodes that are alive, and still be called flat. */
export const FLAT = { heapMegabytes: 2, nodes: 500 } as const;
/** A shorter time says nothing of an hour. */
const LEAST_MINUTES = 10;
/** Until then the window of messages fills up, and code is compiled. */
const WARM_UP_SHARE = 0.2;

export interface Sample {
  readonly minute: number;
  readonly heapMegabytes: number;
  readonly nodes: number;
}

/** Heap and nodes of the page, each time after a garbage collection, while a crowd talks in the room on screen. */
export async function watchMemory(
  cdp: CDPSession,
  crowd: Crowd,
  room: string,
  { minutes, perSecond }: { readonly minutes: number; readonly perSecond: number },
  onSample: (sample: Sample) => void,
): Promise<{ readonly samples: readonly Sample[]; readonly messages: number }> {
  const stop = new AbortController();
  const talking = crowd.talks(room, perSecond, stop.signal);
  const beganAt = performance.now();
  const samples: Sample[] = [];
  for (let count = 1; count <= minutes * SAMPLES_A_MINUTE; count++) {
    await sleep(Math.max(0, beganAt + (count * 60_000) / SAMPLES_A_MINUTE - performance.now()));
    const sample = await takeSample(cdp, count / SAMPLES_A_MINUTE);
    samples.push(sample);
    onSample(sample);
  }
  stop.abort();
  return { samples, messages: await talking };
}

async function takeSample(cdp: CDPSession, minute: number): Promise<Sample> {
  // Twice: what the first one lets go of may hold something else.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { minute, heapMegabytes: usedSize / MEGABYTE, nodes };
}

export interface Trend {
  /** By the hour. */
  readonly heapMegabytes: number;
  readonly nodes: number;
  readonly verdict: 'flat' | 'growing' | 'too short to say';
}

/** The straight line through what was seen after the first fifth of the time, and whether an hour of it is `FLAT`. */
export function trendOf(samples: readonly Sample[]): Trend {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const heapMegabytes = slopeOf(settled.map((sample) => [sample.minute / 60, sample.heapMegabytes]));
  const nodes = slopeOf(settled.map((sample) => [sample.minute / 60, sample.nodes]));
  const isFlat = heapMegabytes <= FLAT.heapMegabytes && nodes <= FLAT.nodes;
  const isLong = (samples.at(-1)?.minute ?? 0) >= LEAST_MINUTES;
  return { heapMegabytes, nodes, verdict: isLong ? (isFlat ? 'flat' : 'growing') : 'too short to say' };
}

/** Of the line with the least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const spread = mean(([x]) => (x - meanX) ** 2);
  return spread === 0 ? 0 : mean(([x, y]) => (x - meanX) * (y - meanY)) / spread;
}
