import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGrowthArguments, type GrowthOptions } from './arguments.ts';
import { DELIVERIES_PER_SECOND, pointsOf, type Point, type Series } from './points.ts';
import { turnsOf } from './run-growth.ts';

/** The server's rate, and what is asked of it in all. */
const POSTS_PER_ACCOUNT = 120;
const POSTS = 20_000;

function options(...args: string[]): GrowthOptions {
  const parsed = parseGrowthArguments(args);
  assert.equal(parsed.kind, 'run');
  return (parsed as { options: GrowthOptions }).options;
}

function shapesOf(points: readonly Point[], series: Series): string[] {
  return points.filter((point) => point.series === series).map(({ title }) => title);
}

test('a full run has every size and number of rooms that was asked, with the same clients in each', () => {
  const points = pointsOf({ ...options(), cores: 4 });
  assert.deepEqual(shapesOf(points, 'members'), ['500 × 10', '100 × 50', '25 × 200', '5 × 1,000', '1 × 5,000']);
  assert.deepEqual(shapesOf(points, 'rooms'), ['1 × 5,000', '10 × 500', '100 × 50', '1,000 × 5']);
  assert.deepEqual(shapesOf(points, 'workers'), ['1 worker', '2 workers', '4 workers']);
});

test('every point of members and rooms is given the same deliveries, and no more posts than an account and the server take', () => {
  for (const asked of [options(), options('--quick')]) {
    const points = pointsOf({ ...asked, cores: 2 }).filter(({ series }) => series === 'members' || series === 'rooms');
    assert.ok(points.length >= 6);
    for (const { shape, pace } of points) {
      assert.ok(pace.kind === 'rate');
      assert.equal(pace.perSecond * shape.membersPerRoom, DELIVERIES_PER_SECOND);
      const accounts = Math.min(shape.membersPerRoom, Math.floor(asked.accounts / shape.rooms)) * shape.rooms;
      assert.ok(pace.perSecond < POSTS && accounts > 0 && pace.perSecond / accounts < POSTS_PER_ACCOUNT);
    }
  }
});

test('workers double up to the number of cores', () => {
  const countsOn = (cores: number) => pointsOf({ ...options(), cores }).flatMap(({ workers }) => workers ?? []);
  assert.deepEqual([1, 2, 3, 8].map(countsOn), [[1], [1, 2], [1, 2], [1, 2, 4, 8]]);
});

test('every round has every point in another order, and what is taken once comes last', () => {
  const points = pointsOf({ ...options('--quick'), cores: 2 });
  const turns = turnsOf(points, 2);
  const [first, second] = [1, 2].map((round) => turns.filter((turn) => turn.round === round).map(({ point }) => point));
  assert.equal(turns.at(-1)?.point.series, 'idle');
  assert.notEqual(first![0], second![0]);
  assert.deepEqual(new Set([...second!, turns.at(-1)!.point]), new Set(points));
  assert.equal(first!.length, points.length);
});

test('nothing is written unless it is told to, and what is not there is a mistake that names what is', () => {
  assert.deepEqual([options().writes, options('--write').writes], [false, true]);
  assert.deepEqual(options('--only', 'lone,idle').only, ['lone', 'idle']);
  assert.equal(options('--idle', '300').idle.clients, 300);
  const mistake = parseGrowthArguments(['--only', 'alone']);
  assert.ok(mistake.kind === 'mistake');
  assert.match(mistake.message, /no "alone"; there are members, rooms, workers, lone, idle/);
  assert.equal(parseGrowthArguments(['--fast']).kind, 'mistake');
  assert.equal(parseGrowthArguments(['-h']).kind, 'help');
});
