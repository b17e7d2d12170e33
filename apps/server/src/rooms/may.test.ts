import assert from 'node:assert/strict';
import { test } from 'node:test';
import { may, type Actor, type RoomAction } from './may.ts';

const person: Actor = { kind: 'person', role: 'member', disabled: false, roomRole: undefined };
const member: Actor = { ...person, roomRole: 'member' };
const owner: Actor = { ...person, roomRole: 'owner' };
const operator: Actor = { ...person, role: 'operator' };

const publicRoom = { kind: 'public', lobby: false } as const;
const privateRoom = { kind: 'private', lobby: false } as const;
const lobby = { kind: 'public', lobby: true } as const;

const everyAction: readonly RoomAction[] = [
  'see',
  'read',
  'post',
  'join',
  'leave',
  'invite',
  'remove-member',
  'change-settings',
  'edit-own',
  'edit-others',
  'delete-own',
  'delete-others',
];

test('who is not a member sees and joins public rooms, and nothing else', () => {
  const allowed = everyAction.filter((action) => may(person, action, publicRoom));
  assert.deepEqual(allowed, ['see', 'join']);
});

test('who is not a member may do nothing with a private room, the operator included', () => {
  for (const action of everyAction) {
    assert.equal(may(person, action, privateRoom), false, action);
    assert.equal(may(operator, action, privateRoom), false, action);
  }
});

test('a member reads, posts, leaves and invites, but removes nobody and changes only what is their own', () => {
  const allowed = everyAction.filter((action) => may(member, action, privateRoom));
  assert.deepEqual(allowed, ['see', 'read', 'post', 'leave', 'invite', 'edit-own', 'delete-own']);
});

test('E1: messages of others are deleted by who moderates the room, or the server as a member, and edited by nobody', () => {
  const moderator: Actor = { ...member, roomRole: 'moderator' };
  for (const actor of [owner, moderator, { ...operator, roomRole: 'member' } as const]) {
    assert.equal(may(actor, 'delete-others', privateRoom), true);
    assert.equal(may(actor, 'edit-others', privateRoom), false);
    assert.equal(may(actor, 'delete-others', { kind: 'direct', lobby: false }), false);
  }
  assert.equal(may({ ...operator, roomRole: 'member' }, 'delete-others', lobby), true);
  assert.equal(may(operator, 'delete-others', publicRoom), false);
});

test('the owner of a room removes members', () => {
  assert.equal(may(owner, 'remove-member', privateRoom), true);
});

test('G1: what is set for a room is its owner’s to change, or an operator’s who is a member', () => {
  assert.equal(may(owner, 'change-settings', privateRoom), true);
  assert.equal(may({ ...operator, roomRole: 'member' }, 'change-settings', lobby), true);
  assert.equal(may({ ...member, roomRole: 'moderator' }, 'change-settings', publicRoom), false);
  assert.equal(may({ ...operator, roomRole: 'member' }, 'change-settings', { kind: 'direct', lobby: false }), false);
  assert.equal(may(operator, 'change-settings', publicRoom), false);
});

test('an operator removes members where they are a member themselves', () => {
  assert.equal(may({ ...operator, roomRole: 'member' }, 'remove-member', publicRoom), true);
  assert.equal(may(operator, 'remove-member', publicRoom), false);
});

test('nobody leaves the Lobby, is invited to it or removed from it', () => {
  for (const action of ['leave', 'invite', 'remove-member'] as const) {
    assert.equal(may({ ...owner, role: 'operator' }, action, lobby), false, action);
  }
});

test('G3: an archived room is read, left and joined, and nobody writes in it or changes what was written', () => {
  const archived = { ...publicRoom, settings: { archived: true } };
  for (const action of ['post', 'react', 'pin', 'edit-own'] as const) {
    assert.equal(may(owner, action, archived), false, action);
    assert.equal(may(owner, action, publicRoom), true, action);
  }
  for (const action of ['read', 'leave', 'delete-own', 'delete-others', 'archive'] as const)
    assert.equal(may(owner, action, archived), true, action);
  assert.equal(may(person, 'join', archived), true);
});

test('nobody joins a direct room, leaves it, brings somebody in or removes anybody', () => {
  const direct = { kind: 'direct', lobby: false } as const;
  const allowed = everyAction.filter((action) => may({ ...owner, role: 'operator' }, action, direct));
  assert.deepEqual(allowed, ['see', 'read', 'post', 'edit-own', 'delete-own']);
  for (const action of everyAction) assert.equal(may(operator, action, direct), false, action);
});

test('a disabled account may do nothing', () => {
  for (const action of everyAction) assert.equal(may({ ...owner, disabled: true }, action, publicRoom), false, action);
});
