import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Names } from './names.ts';

function known(): Names {
  const names = new Names();
  names.learn({ id: 'a1', name: 'Ada' });
  names.learn({ id: 'a2', name: 'Ada Lovelace' });
  names.learn({ id: 'l1', name: '林さん' });
  return names;
}

test('names become mentions, the longest that fits', () => {
  const names = known();
  assert.equal(names.written('@ada and @Ada Lovelace, @林さん: hi @here!'), '<@a1> and <@a2>, <@l1>: hi <@here>!');
  assert.equal(names.written('@room'), '<@room>');
});

test('what is no name of somebody stays as it is', () => {
  const names = known();
  for (const text of ['@adam', 'mail ada@example.org', '@nobody', '@', 'plain', '@@']) {
    assert.equal(names.written(text), text);
  }
});

test('A2: people have the names that were heard last, and those not heard of the ones they had', () => {
  const names = known();
  names.heard({ t: 'profile', room: 'lobby', seq: 1, at: 0, by: 'a1', name: 'Countess', profile: {} });
  assert.equal(names.now('a1', 'Ada'), 'Countess');
  assert.equal(names.now('zz', 'Zoe'), 'Zoe');
  assert.equal(names.now(undefined, 'Ada'), 'Ada');
});

test('mentions are shown as names, and unknown ones as they are', () => {
  assert.equal(known().shown('<@a2>: see <@here> <@zz>'), '@Ada Lovelace: see @here <@zz>');
});
