import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rightsTo } from './rights.ts';
import { message, NOON, roomView } from './testing.ts';

const ada = { id: 'ada', kind: 'person', role: 'member', login: 'ada', name: 'Ada' } as const;
const lin = { ...ada, id: 'lin' };

test('one’s own message can be edited and deleted, another’s deleted by who moderates', () => {
  assert.deepEqual(rightsTo(message(1), ada, roomView()), { edit: true, delete: true });
  assert.deepEqual(rightsTo(message(1), lin, roomView()), { edit: false, delete: false });
  for (const role of ['owner', 'moderator'] as const)
    assert.deepEqual(rightsTo(message(1), lin, roomView({ role })), { edit: false, delete: true });
  for (const role of ['operator', 'moderator'] as const)
    assert.deepEqual(rightsTo(message(1), { ...lin, role }, roomView()), { edit: false, delete: true });
});

test('in a conversation of two nobody moderates, and with a deleted message nothing can be done', () => {
  assert.equal(rightsTo(message(1), { ...lin, role: 'operator' }, roomView({ kind: 'direct' })).delete, false);
  const gone = message(1, { body: '', deleted: { seq: 2, at: NOON, by: 'lin', name: 'Lin' } });
  assert.deepEqual(rightsTo(gone, ada, roomView({ role: 'owner' })), { edit: false, delete: false });
});
