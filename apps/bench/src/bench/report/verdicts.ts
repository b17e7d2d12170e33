import type { Load } from '../loads.ts';
import { cpuRatio, summarize, type Results, type Summary } from '../results.ts';
import { number } from './format.ts';

/** What the server's pace of commits may add to the p99 of a plain loop. */
const P99_MARGIN_MS = 5;
const BARE_MEGABYTES = 200;
const KILOBYTES_PER_CLIENT = 12;

/** Where Skein misses what was asked of it, or somebody else is better: one plain sentence each. */
export function losses(results: Results, loads: readonly Load[]): readonly string[] {
  return [...loads.flatMap((load) => lossesOfLoad(results, load)), ...lossesOfMemory(results)];
}

function lossesOfLoad(results: Results, load: Load): string[] {
  const ours = summarize(results, load.key, 'skein');
  if (!ours) return [];
  const found = [...ours.faults.map((fault) => `In one run ${fault}.`)];
  const ratio = cpuRatio(results, load.key, 'skein', 'socket.io');
  if (ratio && load.target !== undefined && ratio.median > load.target) {
    found.push(`${number(ratio.median)} × the CPU of socket.io, where at most ${number(load.target)} was asked.`);
  }
  if (load.p99Ms !== undefined && ours.p99Ms > load.p99Ms) {
    found.push(`The p99 is ${number(ours.p99Ms)} ms, where less than ${load.p99Ms} was asked.`);
  }
  if (load.messagesPerSecond !== undefined && ours.messagesPerSecond < load.messagesPerSecond) {
    const asked = number(load.messagesPerSecond);
    found.push(`${number(ours.messagesPerSecond)} messages a second, where ${asked} were asked.`);
  }
  const better = others(results, load).filter(({ summary }) => summary.cpu < ours.cpu);
  if (better.length > 0) {
    found.push(`Less CPU: ${better.map(({ title, summary }) => `${title} (${number(summary.cpu)} µs)`).join(', ')}.`);
  }
  const loop = summarize(results, load.key, 'ws');
  if (load.pace.kind === 'rate' && loop && ours.p99Ms > loop.p99Ms + P99_MARGIN_MS) {
    found.push(
      `The p99 is ${number(ours.p99Ms)} ms, more than ${P99_MARGIN_MS} above that of ws (${number(loop.p99Ms)}).`,
    );
  }
  return found.map((loss) => `${load.title}: ${loss}`);
}

function others(results: Results, { key }: Load): { title: string; summary: Summary }[] {
  return results.systems
    .filter((system) => system.key !== 'skein')
    .flatMap(({ key: system, title }) => {
      const summary = summarize(results, key, system);
      return summary ? [{ title, summary }] : [];
    });
}

function lossesOfMemory({ memory }: Results): string[] {
  const ours = memory.find(({ system }) => system === 'skein');
  if (!ours) return [];
  const [bare, perClient] = [ours.bareBytes / 2 ** 20, ours.bytesPerClient / 1000];
  return [
    ...(bare > BARE_MEGABYTES ? [`The bare server takes ${number(bare)} MB, where ${BARE_MEGABYTES} were asked.`] : []),
    ...(perClient > KILOBYTES_PER_CLIENT
      ? [`An idle client takes ${number(perClient)} kB, where ${KILOBYTES_PER_CLIENT} were asked.`]
      : []),
  ];
}
