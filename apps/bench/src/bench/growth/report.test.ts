import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figures } from '../generator.ts';
import type { Measurement } from '../results.ts';
import { pointsOf, type Point } from './points.ts';
import { growthChart, growthToMarkdown } from './report.ts';
import { doublingsOf, spreadOf, type GrowthResults } from './results.ts';
import { missesOf, verdictsOf } from './verdicts.ts';
import { FIGURES as ONE_RUN } from '../testing/figures.ts';

const FIGURES: Figures = { ...ONE_RUN, pongs: 1_000, serverCpu: 0.4 };
/** Of 10,000 clients that ping every 20 seconds. */
const IDLE: Figures = { ...FIGURES, deliveries: 0, serverCpu: 0.08 };

interface Case {
  readonly cores?: number;
  readonly clients?: number;
  /** What is different at points whose key begins so. */
  readonly except?: Readonly<Record<string, Partial<Figures>>>;
}

/** Three rounds in which every delivery costs the same, wherever nothing else is said. */
function results({ cores = 2, clients = 5_000, except = {} }: Case = {}): GrowthResults {
  const points = pointsOf({
    clients,
    accounts: 1_000,
    cores,
    idle: { clients: clients * 2, warmUpMs: 1, measureMs: 1 },
    loneMessages: 50,
  });
  const figuresOf = ({ key, series }: Point): Figures => {
    const different = Object.entries(except).filter(([start]) => key.startsWith(start));
    return Object.assign({}, series === 'idle' ? IDLE : FIGURES, ...different.map(([, figures]) => figures));
  };
  return {
    machine: { processor: 'one', cores, memoryGigabytes: 4, system: 'Linux', node: 'v26' },
    date: '2026-01-01',
    rounds: 3,
    measureMs: 2_000,
    accounts: 1_000,
    loadBefore: 0,
    points,
    measurements: [1, 2, 3].flatMap((round) =>
      points.map((point): Measurement => ({ round, load: point.key, system: 'skein', figures: figuresOf(point) })),
    ),
    failures: [],
  };
}

test('where everything costs the same, everything is met and nothing is missed', () => {
  assert.deepEqual(missesOf(results()), []);
  const met = verdictsOf(results({ cores: 1 })).map(({ isMet }) => isMet);
  assert.deepEqual(met, [true, true, true, true]);
});

test('flat is judged by the dearest and the cheapest of a series', () => {
  const found = results({ except: { 'members-5x1000': { serverCpu: 0.5 }, 'members-1x5000': { serverCpu: 0.3 } } });
  assert.equal(spreadOf(found, 'members')?.toFixed(2), '1.67');
  assert.equal(spreadOf(found, 'rooms'), 1);
  assert.deepEqual(missesOf(found), [
    'CPU for a delivery, up to 5,000 members in a room: dearest 1.67 × cheapest, where flat (dearest at most 1.2 × cheapest) was asked.',
  ]);
});

test('a target that asks for more clients than there were can be missed but not met', () => {
  const few = verdictsOf(results({ clients: 1_000 }));
  assert.deepEqual(
    few.map(({ isMet }) => isMet),
    [undefined, undefined, undefined, true, undefined],
  );
  const idleCosts = verdictsOf(results({ clients: 1_000, except: { idle: { serverCpu: 0.2 } } }));
  assert.deepEqual([idleCosts.at(-1)?.seen, idleCosts.at(-1)?.isMet], ['10.0 % of a core', false]);
});

test('idle clients that did not get to ping prove nothing', () => {
  assert.equal(verdictsOf(results({ except: { idle: { pongs: 100 } } })).at(-1)?.isMet, undefined);
});

test('workers are judged on four cores or more, where one is left for the generator', () => {
  const except = { 'workers-2': { deliveries: 180_000, serverCpu: 0.9 }, 'workers-4': { deliveries: 90_000 } };
  const judged = (cores: number) =>
    verdictsOf(results({ cores, except }))
      .filter(({ of }) => of.endsWith('workers'))
      .map(({ isMet }) => isMet);
  assert.deepEqual([judged(2), judged(4), judged(8)], [[undefined], [false, undefined], [false, false, undefined]]);
  const [first] = doublingsOf(results({ cores: 2, except }));
  assert.deepEqual([first?.deliveries, first?.cpu.toFixed(2)], [1.8, '1.25']);
});

test('what makes a figure worth less is said plainly', () => {
  const except = {
    'rooms-1000x5': { deliveries: 60_000, serverCpu: 0.24, missing: 2 },
    workers: { generatorCpu: 1.9 },
    lone: { p50Ms: 6.5 },
    idle: { missing: 7, pongs: 100 },
  };
  const misses = missesOf(results({ except }));
  assert.deepEqual(
    new Set(misses),
    new Set([
      'A lone message on an idle server, median: 6.50 ms, where within 5 ms was asked.',
      '1,000 × 5: 30,000 deliveries a second, of the 50,000 given.',
      '1,000 × 5: In one run 2 messages had not arrived 10 s after the end.',
      '1 worker: The generator took 95.0 % of a core, so it measured itself.',
      '2 workers: The generator took 95.0 % of a core, so it measured itself.',
      'Idle clients pinged 50.0 times a second, of 500.',
      '7 pings of idle clients were not answered.',
    ]),
  );
});

test('the page has a table for each series, and says what could not be measured', () => {
  const page = growthToMarkdown({ ...results(), failures: ['1 × 5,000: it rained'] });
  for (const expected of [
    /\| 25 × 200 +\| 4\.00 \(4\.00–4\.00\) \|/,
    /4\.00 % of a core/,
    /Nowhere in this run/,
    /- 1 × 5,000: it rained/,
  ]) {
    assert.match(page, expected);
  }
  const nothing = growthToMarkdown({ ...results(), points: [], measurements: [] });
  assert.doesNotMatch(nothing, /NaN|undefined|Infinity/);
});

test('the chart has a panel for each series with a bar for each point', () => {
  const svg = growthChart(results({ cores: 4 }));
  assert.equal(svg.match(/<rect/g)?.length, 5 + 4 + 3 + 3);
  assert.equal(svg.match(/class="title"/g)?.length, 4);
});
