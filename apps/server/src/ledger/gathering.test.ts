import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gathering } from './gathering.ts';

function gatheringAt() {
  const clock = { nowMs: 1_000 };
  return { clock, gathering: new Gathering(() => clock.nowMs) };
}

test('a lone message never waits', () => {
  const { clock, gathering } = gatheringAt();
  assert.equal(gathering.waitMs, 0);
  clock.nowMs += 5;
  gathering.committed(1, clock.nowMs - 5);
  assert.equal(gathering.waitMs, 0);
});

test('after a commit of several the next one gathers for longer than it took, and not for long', () => {
  const { clock, gathering } = gatheringAt();
  clock.nowMs += 2;
  gathering.committed(2, clock.nowMs - 2);
  assert.ok(gathering.waitMs > 2, `${gathering.waitMs}`);
  clock.nowMs += 500;
  gathering.committed(100, clock.nowMs - 500);
  const waitMs = gathering.waitMs;
  assert.ok(waitMs > 2 && waitMs <= 25, `${waitMs}`);
  clock.nowMs += waitMs;
  assert.equal(gathering.waitMs, 0);
});

test('when the load is over nothing waits any more', () => {
  const { clock, gathering } = gatheringAt();
  clock.nowMs += 2;
  gathering.committed(100, clock.nowMs - 2);
  gathering.committed(1, clock.nowMs - 2);
  assert.equal(gathering.waitMs, 0);
});
