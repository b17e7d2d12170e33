import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figures } from '../generator.ts';
import { LOADS } from '../loads.ts';
import { cpuRatio, summarize, type Measurement, type Results } from '../results.ts';
import { chart } from './chart.ts';
import { number } from './format.ts';
import { resultsToMarkdown } from './markdown.ts';
import { losses } from './verdicts.ts';
import { replaceBetween } from './section.ts';
import { FIGURES } from '../testing/figures.ts';

/** Nine rounds of the first load, in which Skein takes a share of socket.io's CPU. */
function results(shares: readonly number[], extra: Partial<Figures> = {}): Results {
  const measurements = shares.flatMap((share, index): Measurement[] => [
    { round: index + 1, load: 'one', system: 'skein', figures: { ...FIGURES, serverCpu: 0.5 * share, ...extra } },
    { round: index + 1, load: 'one', system: 'socket.io', figures: FIGURES },
  ]);
  return {
    machine: { processor: 'one', cores: 2, memoryGigabytes: 4, system: 'Linux', node: 'v26' },
    date: '2026-01-01',
    rounds: shares.length,
    measureMs: 2_000,
    accounts: 10,
    workers: 'default',
    loadBefore: 0,
    systems: [
      { key: 'skein', title: 'Skein' },
      { key: 'socket.io', title: 'socket.io' },
    ],
    measurements,
    memory: [{ system: 'skein', bareBytes: 300 * 2 ** 20, clients: 10, bytesPerClient: 11_000 }],
    failures: [],
  };
}

const SHARES = [0.5, 0.6, 0.7, 0.71, 0.72, 0.73, 0.74, 0.78, 0.95];

test('ratios are those of pairs from the same round', () => {
  const ratio = cpuRatio(results(SHARES), 'one', 'skein', 'socket.io');
  assert.equal(ratio?.median.toFixed(2), '0.72');
  assert.deepEqual([ratio?.interval.low.toFixed(2), ratio?.interval.high.toFixed(2)], ['0.60', '0.78']);
  assert.equal(summarize(results(SHARES), 'one', 'socket.io')?.cpu, 5);
  assert.equal(summarize(results(SHARES), 'one', 'socket.io')?.atOnce, 2);
});

test('a target is met only where the whole interval lies below it', () => {
  assert.match(resultsToMarkdown(results(SHARES)), /0\.72 \| +0\.6–0\.78 \(96 %\) \| 0\.8, then 0\.7 \| +yes/);
  assert.match(resultsToMarkdown(results(SHARES.map((share) => share + 0.1))), /by the median/);
  assert.match(resultsToMarkdown(results(SHARES.map((share) => share / 2))), /both/);
  assert.match(resultsToMarkdown(results(SHARES.map((share) => share + 1))), / no \|/);
});

test('what is missed, and whoever is better, is said plainly', () => {
  const found = losses(results(SHARES.map((share) => share + 1)), LOADS);
  assert.deepEqual(found, [
    '1 × 1,000, one in flight: 1.72 × the CPU of socket.io, where at most 0.8 was asked.',
    '1 × 1,000, one in flight: Less CPU: socket.io (5.00 µs).',
    'The bare server takes 300 MB, where 200 were asked.',
  ]);
  const faulty = losses(results(SHARES, { missing: 3 }), LOADS);
  assert.ok(faulty.includes('1 × 1,000, one in flight: In one run 3 messages had not arrived 10 s after the end.'));
});

test('a chart has a bar for each system and can be read in the dark', () => {
  const svg = chart(results(SHARES), { title: 'CPU', of: ({ cpu }) => cpu, unit: 'µs' });
  assert.equal(svg.match(/<rect/g)?.length, 2);
  assert.match(svg, /prefers-color-scheme: dark/);
  assert.match(svg, /Skein<\/text><rect class="own"/);
});

test('the page keeps what stands around the results', () => {
  const marks = { from: '<!-- results: written by pnpm bench -->', to: '<!-- end of results -->' };
  const page = `before\n${marks.from}\nold\n${marks.to}\nafter\n`;
  const written = replaceBetween(marks, page, 'new');
  assert.match(written, /^before\n[^]*-->\n\nnew\n\n<!--[^]*after\n$/);
  assert.doesNotMatch(written, /old/);
  assert.throws(() => replaceBetween(marks, 'no marks', 'new'), /has no/);
});

test('numbers show three digits that count', () => {
  assert.deepEqual([12_345.6, 123.4, 12.34, 1.234, 0.01234, 0.5, 0].map(number), [
    '12,346',
    '123',
    '12.3',
    '1.23',
    '0.0123',
    '0.5',
    '0',
  ]);
});
