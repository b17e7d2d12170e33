import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, shown } from './message-changes.ts';
import type { Deleted, Edited, Message } from './rooms.ts';

const posted: Message = {
  t: 'message',
  room: 'tea',
  seq: 2,
  n: 1,
  at: 1,
  by: 'ada',
  name: 'Ada',
  id: 'AAAAAAAAAAAAAAAA',
  body: 'first',
};
const change = { room: 'tea', message: 2, n: 1, by: 'ada', name: 'Ada', id: 'BBBBBBBBBBBBBBBB' };
const edit = (seq: number, body: string): Edited => ({ t: 'edited', ...change, seq, at: seq, body });
const deletion: Deleted = { t: 'deleted', ...change, seq: 9, at: 9, by: 'lin', name: 'Lin' };
const gone = { ...posted, body: '', deleted: { seq: 9, at: 9, by: 'lin', name: 'Lin' } };

test('E5: an edit changes the body and says when; the one with the highest seq counts', () => {
  const edited = { ...posted, body: 'third', edited: { seq: 5, at: 5 } };
  const changes = [edit(3, 'second'), edit(5, 'third')];
  assert.deepEqual(changes.reduce(changed, posted), edited);
  assert.deepEqual(changes.toReversed().reduce(changed, posted), edited);
  assert.deepEqual(changes.reduce(changed, edited), edited, 'applied again it changes nothing');
});

test('E5: a deletion leaves who and when, and nothing changes the message any more', () => {
  assert.deepEqual([edit(3, 'second'), deletion].reduce(changed, posted), gone);
  assert.deepEqual([deletion, edit(3, 'second'), deletion, edit(12, 'late')].reduce(changed, posted), gone);
});

test('E5: an edit that is read after the deletion has no body, and is not shown', () => {
  assert.deepEqual([edit(3, '')].reduce(changed, posted), posted);
  assert.deepEqual([edit(3, ''), deletion].reduce(changed, posted), gone);
});

test('E5: who read a room at different times shows the same of it', () => {
  const live = [posted, edit(3, 'second'), edit(4, 'third'), deletion];
  const late = [gone, edit(3, ''), edit(4, ''), deletion];
  const between = [{ ...posted, body: 'third', edited: { seq: 4, at: 4 } }, edit(3, 'third'), edit(4, ''), deletion];
  assert.deepEqual(shown(late), shown(live));
  assert.deepEqual(shown(between), shown(live));
  assert.deepEqual(shown(live)[0], gone);
  assert.deepEqual(shown([edit(3, 'of a message before')]), [edit(3, '')]);
});
