import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBenchArguments, type BenchOptions } from './arguments.ts';

function options(...args: string[]): BenchOptions {
  const parsed = parseBenchArguments(args);
  assert.equal(parsed.kind, 'run');
  return (parsed as { options: BenchOptions }).options;
}

test('a full run has at least nine rounds, asks every peer and is written down', () => {
  const { rounds, peers, writes } = options();
  assert.deepEqual([rounds >= 9, peers, writes], [true, [], true]);
});

test('a quick run, or a part of the loads, does not replace what a full run wrote, unless it is told to', () => {
  assert.equal(options('--quick').writes, false);
  assert.equal(options('--loads', 'one').writes, false);
  assert.equal(options('--quick', '--write').writes, true);
  assert.equal(options('--no-write').writes, false);
});

test('what is not there is a mistake that names what is', () => {
  const parsed = parseBenchArguments(['--loads', 'one,two']);
  assert.equal(parsed.kind, 'mistake');
  assert.match((parsed as { message: string }).message, /no "two"; there are one, small/);
  assert.equal(parseBenchArguments(['--rounds', '0']).kind, 'mistake');
  assert.equal(parseBenchArguments(['--fast']).kind, 'mistake');
});
