import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOADS } from '../loads.ts';
import { parseProfileArguments } from './arguments.ts';

test('every load can be profiled, the first one unless another is named', () => {
  for (const load of LOADS) {
    const parsed = parseProfileArguments(['--load', load.key, '--workers', '2']);
    assert.ok(parsed.kind === 'run');
    assert.deepEqual([parsed.options.load, parsed.options.workers], [load, 2]);
  }
  const parsed = parseProfileArguments([]);
  assert.ok(parsed.kind === 'run');
  assert.equal(parsed.options.load, LOADS[0]);
});

test('help is given, and what is not there is a mistake that says so', () => {
  assert.equal(parseProfileArguments(['--help']).kind, 'help');
  const messages = [['--load', 'two'], ['--top', 'none'], ['--fast']].map((args) => {
    const parsed = parseProfileArguments(args);
    return parsed.kind === 'mistake' ? parsed.message : '';
  });
  assert.match(messages[0]!, /no load "two"; there are one, small/);
  assert.match(messages[1]!, /--top must be a whole number/);
  assert.match(messages[2]!, /'--fast'/);
});
