import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staticToMarkdown } from './report.ts';
import type { StaticResults, StaticRun } from './results.ts';

/** Requests for a CPU second, in a round in which the machine is fast and one in which it is slow. */
const SEEN = { skein: [4_000, 2_000], sirv: [1_000, 500], express: [800, 900], nginx: [8_000, 4_000] };

const figures = { seconds: 1, p50Ms: 1, p99Ms: 2, maxMs: 3, failed: 0, cpuSeconds: 1, memoryBytes: 2 ** 20 };
const runs = Object.entries(SEEN).flatMap(([contestant, counts]) =>
  counts.map((requests, index): StaticRun => ({ round: index + 1, contestant, figures: { ...figures, requests } })),
);
const RESULTS: StaticResults = {
  machine: { processor: 'one', cores: 2, memoryGigabytes: 4, system: 'Linux', node: 'v26' },
  date: '2026-01-01',
  loadBefore: 0,
  rounds: 2,
  seconds: 1,
  sites: Object.keys(SEEN).map((key) => ({ key, title: `the ${key}`, isPeer: key === 'sirv' || key === 'express' })),
  runs,
};

test('Skein is compared within each round, with the best peer on Node and with nginx where it is there', () => {
  const text = staticToMarkdown(RESULTS);
  assert.match(
    text,
    /CPU second: 3\.61 of the express, the best peer on Node \(asked: at least 0\.8\), and 0\.5 of nginx/,
  );
  assert.match(text, /\| the sirv +\| +750 \| +750 \| +1,333 \| +1\.00 \/ 2\.00 \| +1\.00 \| +0 \|/);
  const sites = RESULTS.sites.filter(({ key }) => key !== 'nginx');
  assert.ok(
    !staticToMarkdown({ ...RESULTS, sites, runs: runs.filter((run) => run.contestant !== 'nginx') }).includes('nginx'),
  );
});
