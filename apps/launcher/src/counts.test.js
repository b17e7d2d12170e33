import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, NONE, nodeTestCounts, playwrightCounts } from './counts.js';

test('the totals of node:test are read from its last lines, coloured or not', () => {
  const lines = [
    'ok - prints "ℹ pass 99"',
    'ℹ tests 9',
    'ℹ pass 4',
    'ℹ fail 1',
    'ℹ cancelled 1',
    'ℹ skipped 2',
    'ℹ todo 1',
  ];
  const counts = { passed: 4, failed: 2, skipped: 3 };
  assert.deepEqual(nodeTestCounts(lines.join('\n')), counts);
  assert.deepEqual(nodeTestCounts(lines.map((line) => `\x1b[34m${line}\x1b[39m`).join('\n')), counts);
  assert.deepEqual(nodeTestCounts(lines.join('\n').replaceAll('ℹ', '#')), counts);
});

test('the totals of Playwright are read from its last lines', () => {
  const end =
    '  1 failed\n    [chromium] › a.spec.ts:3:1 › 7 passed\n  2 flaky\n  3 skipped\n  4 did not run\n  25 passed (1.2m)\n';
  assert.deepEqual(playwrightCounts(end), { passed: 25, failed: 3, skipped: 7 });
  assert.deepEqual(playwrightCounts('  2 passed (3s)\n'), { passed: 2, failed: 0, skipped: 0 });
});

test('no output counts as no tests', () => {
  assert.deepEqual(add(nodeTestCounts(''), playwrightCounts('')), NONE);
});
