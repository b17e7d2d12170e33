import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryOutbox } from './memory-outbox.ts';
import type { Seat } from './outbox.ts';

test('a turn that is passed to somebody who has left meanwhile comes back', () => {
  const outbox = memoryOutbox();
  const heard: string[] = [];
  const seat = (name: string): Seat => ({
    taken: () => heard.push(`${name} has the turn`),
    lost: () => heard.push(`${name} has lost it`),
    asked: () => heard.push(`${name} is asked`),
    changed: () => undefined,
  });
  const ada = outbox.join('ada', seat('first'));
  const other = outbox.join('ada', seat('second'));
  other.ask();
  other.leave();
  ada.pass();
  assert.deepEqual(heard, ['first has the turn', 'first is asked', 'first has the turn']);
});
