import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, standingClock } from './testing.ts';
import { Typing } from './typing.ts';

const types = (by: string, name: string, room = 'lobby') =>
  ({ kind: 'typing', typing: { t: 'typing', room, by, name } }) as const;

function inLobby() {
  const clock = standingClock();
  const typing = new Typing(clock);
  typing.view('lobby');
  return { clock, typing };
}

test('a sign of typing holds for five seconds', () => {
  const { clock, typing } = inLobby();
  typing.hear(types('lin', 'Lin'));
  clock.advance(4_999);
  assert.deepEqual(typing.names.value, ['Lin']);
  clock.advance(1);
  assert.deepEqual(typing.names.value, []);
});

test('another sign makes it hold longer, and says the name once', () => {
  const { clock, typing } = inLobby();
  typing.hear(types('lin', 'Lin'));
  clock.advance(3_000);
  typing.hear(types('lin', 'Lin'));
  clock.advance(3_000);
  assert.deepEqual(typing.names.value, ['Lin']);
});

test('a message ends the typing of its author alone', () => {
  const { typing } = inLobby();
  typing.hear(types('lin', 'Lin'));
  typing.hear(types('mo', 'Mo'));
  typing.hear({ kind: 'event', event: message(1, { by: 'lin' }) });
  assert.deepEqual(typing.names.value, ['Mo']);
});

test('typing elsewhere is not shown, and going elsewhere ends it', () => {
  const { typing } = inLobby();
  typing.hear(types('lin', 'Lin', 'other'));
  assert.deepEqual(typing.names.value, []);
  typing.hear(types('mo', 'Mo'));
  typing.view('other');
  assert.deepEqual(typing.names.value, []);
});
