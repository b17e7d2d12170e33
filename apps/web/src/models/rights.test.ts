import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedIn, mayPin, rightsTo } from './rights.ts';
import { message, NOON, roomView } from './testing.ts';

const ada = { id: 'ada', kind: 'person', role: 'member', login: 'ada', name: 'Ada' } as const;
const lin = { ...ada, id: 'lin' };

test('one’s own message can be edited and deleted, another’s deleted by who moderates', () => {
  assert.deepEqual(rightsTo(message(1), ada, roomView()), { answer: true, edit: true, delete: true });
  assert.deepEqual(rightsTo(message(1), lin, roomView()), { answer: true, edit: false, delete: false });
  for (const role of ['owner', 'moderator'] as const)
    assert.deepEqual(rightsTo(message(1), lin, roomView({ role })), { answer: true, edit: false, delete: true });
  for (const role of ['operator', 'moderator'] as const)
    assert.deepEqual(rightsTo(message(1), { ...lin, role }, roomView()), { answer: true, edit: false, delete: true });
});

test('in a conversation of two nobody moderates, and with a deleted message nothing can be done', () => {
  assert.equal(rightsTo(message(1), { ...lin, role: 'operator' }, roomView({ kind: 'direct' })).delete, false);
  const gone = message(1, { body: '', deleted: { seq: 2, at: NOON, by: 'lin', name: 'Lin' } });
  assert.deepEqual(rightsTo(gone, ada, roomView({ role: 'owner' })), { answer: false, edit: false, delete: false });
});

test('in an archived room messages are only read and deleted', () => {
  const archived = roomView({ archived: true, role: 'owner' });
  assert.deepEqual(rightsTo(message(1), ada, archived), { answer: false, edit: false, delete: true });
  assert.equal(mayPin(ada, archived), false);
  assert.equal(mayPin(ada, roomView({ role: 'owner' })), true);
});

test('B1: whom one blocks one does not write to alone, and in a group one does', () => {
  const blocking = { ...ada, blocked: ['lin'] };
  const [two, group] = [['lin'], ['lin', 'max']].map((ids) =>
    roomView({ kind: 'direct', people: ids.map((id) => ({ id, name: id })) }),
  );
  assert.equal(blockedIn(blocking, two!)?.id, 'lin');
  assert.equal(blockedIn(ada, two!), undefined);
  assert.equal(blockedIn(blocking, group!), undefined);
  assert.deepEqual(rightsTo(message(1), blocking, two), { answer: false, edit: false, delete: true });
  assert.deepEqual(rightsTo(message(1), ada, two), { answer: true, edit: true, delete: true });
  assert.equal(mayPin(blocking, two!), false);
  assert.equal(mayPin(blocking, group!), true);
});
