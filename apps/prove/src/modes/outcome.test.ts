import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOfPlaywright } from './playwright-outcome.ts';
import { tableOf } from './table.ts';

test('a story counts once for each browser, and what is left out says why', () => {
  const annotations = [{ type: 'skip', description: 'on one loop nothing ends alone' }];
  const spec = (title: string, status: 'expected' | 'unexpected' | 'skipped') => ({
    title,
    tests: ['chromium', 'firefox'].map((projectName) => ({
      projectName,
      status,
      annotations: status === 'skipped' ? annotations : [],
    })),
  });
  const outcome = outcomeOfPlaywright({
    suites: [{ specs: [spec('two meet', 'expected')], suites: [{ specs: [spec('a thread dies', 'skipped')] }] }],
    errors: [],
  });
  assert.equal(outcome.passed, 2);
  const table = tableOf([{ mode: 'async', suite: 'stories', outcome, seconds: 61 }]);
  assert.match(table, /^async +stories +2 passed, 0 failed, 2 left out +61 s$/m);
  assert.match(table, /left out in async: a thread dies \(firefox\)\n {2}because on one loop nothing ends alone/);

  const broken = outcomeOfPlaywright({
    suites: [{ specs: [spec('two meet', 'unexpected')] }],
    errors: [{ message: 'a fixture broke' }],
  });
  assert.deepEqual(broken.failed, ['a fixture broke', 'two meet (chromium)', 'two meet (firefox)']);
});
