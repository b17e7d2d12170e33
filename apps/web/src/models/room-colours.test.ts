import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomColours } from './room-colours.ts';
import { THREAD_COLOURS, threadColour } from './thread-colour.ts';

const ids = Array.from({ length: 40 }, (_, index) => `account-${index}`);

test('as many people as there are colours have each their own, and keep it', () => {
  const colours = new RoomColours();
  const few = ids.slice(0, THREAD_COLOURS);
  const given = few.map((id) => colours.of('tea', id));
  assert.equal(new Set(given).size, THREAD_COLOURS);
  for (const id of ids) colours.of('tea', id);
  assert.deepEqual(
    few.map((id) => colours.of('tea', id)),
    given,
  );
});

test('whoever is met first has the colour that follows from their id, in every room anew', () => {
  const colours = new RoomColours();
  for (const [index, id] of ids.entries()) assert.equal(colours.of(`room ${index}`, id), threadColour(id));
});
