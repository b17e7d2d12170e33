import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomView } from '@skein/protocol/rooms';
import { roomView } from '../testing.ts';
import { Switcher, type SwitcherOptions } from './switcher.ts';

const room = (name: string, changes: Partial<RoomView> = {}): RoomView =>
  roomView({ id: name.toLowerCase(), name, lobby: false, ...changes });

const ROOMS = [
  roomView(),
  room('Design'),
  room('Operations', { n: 9, read: 3 }),
  room('Ada', { kind: 'direct', people: [{ id: 'ada', name: 'Ada' }] }),
];
const PEOPLE = [
  { id: 'ada', name: 'Ada' },
  { id: 'lin', name: 'Lin' },
  { id: 'me', name: 'Me' },
];

function switcher(changes: Partial<SwitcherOptions> = {}): Switcher {
  const findPeople = async () => [{ id: 'dora', name: 'Dora' }];
  const where = { recent: ['lobby', 'design'], here: 'lobby', self: 'me' };
  return new Switcher({ rooms: () => ROOMS, people: () => PEOPLE, findPeople, ...where, ...changes });
}

const names = ({ destinations }: Switcher): string[] => destinations.value.map(({ kind, name }) => `${kind} ${name}`);

test('with nothing typed it offers what is unread, then where one was last, and not where one is', () => {
  assert.deepEqual(names(switcher()), ['room Operations', 'room Design', 'room Ada']);
});

test('what is typed finds rooms and people, each person once, and never oneself', async () => {
  const going = switcher();
  going.type('a');
  assert.deepEqual(names(going).slice(0, 2), ['room Ada', 'room Operations']);
  going.type('lin');
  assert.deepEqual(names(going), ['person Lin']);
  going.type('me');
  assert.deepEqual(names(going), []);
  going.type('dor');
  assert.deepEqual(names(going), []);
  await going.lookFurther();
  assert.deepEqual(names(going), ['person Dora']);
});

test('an answer about what was typed before is dropped', async () => {
  const going = switcher();
  going.type('dor');
  const looking = going.lookFurther();
  going.type('dora');
  await looking;
  assert.deepEqual(names(going), []);
});

test('the choice goes round at both ends, and back to the first with every letter', () => {
  const going = switcher();
  going.move(-1);
  assert.equal(going.chosen.value, 2);
  going.move(1);
  assert.equal(going.chosen.value, 0);
  going.move(1);
  going.type('d');
  assert.equal(going.chosen.value, 0);
});
