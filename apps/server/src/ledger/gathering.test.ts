import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gathering } from './gathering.ts';

function gatheringAt() {
  const clock = { nowMs: 1_000 };
  return { clock, gathering: new Gathering(() => clock.nowMs) };
}

test('a lone message never waits', () => {
  const { gathering } = gatheringAt();
  assert.equal(gathering.waitMs, 0);
  gathering.committed(1);
  assert.equal(gathering.waitMs, 0);
});

test('after a large commit the next one gathers for a bounded time', () => {
  const { clock, gathering } = gatheringAt();
  gathering.committed(100);
  const waitMs = gathering.waitMs;
  assert.ok(waitMs > 0 && waitMs <= 25, `${waitMs}`);
  clock.nowMs += waitMs;
  assert.equal(gathering.waitMs, 0);
});

test('when the load is over nothing waits any more', () => {
  const { gathering } = gatheringAt();
  gathering.committed(100);
  gathering.committed(2);
  assert.equal(gathering.waitMs, 0);
});
