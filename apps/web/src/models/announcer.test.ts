import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Announcer } from './announcer.ts';
import { message, standingClock } from './testing.ts';

test('messages that come together are said together, and only once', () => {
  const clock = standingClock();
  const announcer = new Announcer(clock);
  announcer.add(message(1));
  announcer.add(message(2));
  assert.equal(announcer.announced.value.length, 0);
  clock.advance(1_500);
  assert.equal(announcer.announced.value.length, 2);
  announcer.add(message(3));
  clock.advance(4_000);
  assert.deepEqual(
    announcer.announced.value.map(({ seq }) => seq),
    [3],
  );
  clock.advance(10_000);
  assert.equal(announcer.announced.value.length, 0);
});

test('in another room nothing of the last one is said', () => {
  const clock = standingClock();
  const announcer = new Announcer(clock);
  announcer.add(message(1));
  announcer.clear();
  clock.advance(10_000);
  assert.equal(announcer.announced.value.length, 0);
});
