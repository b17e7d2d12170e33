import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomSections } from './room-sections.ts';
import { roomView } from './testing.ts';

const compare = (a: string, b: string): number => a.localeCompare(b, 'en');
const none: ReadonlySet<string> = new Set();
const room = (name: string, changes: Parameters<typeof roomView>[0] = {}) =>
  roomView({ id: name, name, lobby: false, ...changes });

test('the Lobby comes first, then rooms by name, and conversations stand by themselves', () => {
  const views = [
    room('tea'),
    room('Zoe', { kind: 'direct', n: 1 }),
    room('ada', { kind: 'direct', role: 'owner' }),
    room('Lobby', { lobby: true }),
    room('Bread', { kind: 'private' }),
    room('old', { archived: true }),
  ];
  assert.deepEqual(roomSections(views, compare, none), {
    pinned: [],
    rooms: ['Lobby', 'Bread', 'tea'],
    direct: ['ada', 'Zoe'],
    archived: ['old'],
  });
});

test('D3: a conversation that somebody else opened is shown once something was said', () => {
  const opened = room('lin', { kind: 'direct' });
  assert.deepEqual(roomSections([opened], compare, none).direct, []);
  assert.deepEqual(roomSections([{ ...opened, n: 1 }], compare, none).direct, ['lin']);
});

test('what is raised comes before its section, and changes nothing of what is pinned', () => {
  const pinned = { pinned: true };
  const views = [
    room('Lobby', { lobby: true }),
    room('a', { preferences: pinned }),
    room('b', { preferences: pinned }),
    room('tea'),
    room('ada', { kind: 'direct', n: 1 }),
    room('lin', { kind: 'direct', n: 1 }),
  ];
  assert.deepEqual(roomSections(views, compare, new Set(['b', 'tea', 'lin'])), {
    pinned: ['a', 'b'],
    rooms: ['tea', 'Lobby'],
    direct: ['lin', 'ada'],
    archived: [],
  });
});

test('what is archived stands below the others, pinned or not', () => {
  const views = [
    room('old', { archived: true, preferences: { pinned: true } }),
    room('Lobby', { lobby: true }),
    room('tea', { preferences: { pinned: true } }),
  ];
  const sections = roomSections(views, compare, none);
  assert.deepEqual([sections.pinned, sections.rooms, sections.archived], [['tea'], ['Lobby'], ['old']]);
});

test('what is pinned comes before the Lobby, conversations too', () => {
  const pinned = { pinned: true };
  const views = [
    room('Lobby', { lobby: true }),
    room('tea', { preferences: pinned }),
    room('ada', { kind: 'direct', preferences: pinned }),
    room('lin', { kind: 'direct', n: 1 }),
  ];
  assert.deepEqual(roomSections(views, compare, none), {
    pinned: ['ada', 'tea'],
    rooms: ['Lobby'],
    direct: ['lin'],
    archived: [],
  });
});
