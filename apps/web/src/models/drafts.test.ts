import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from './drafts.ts';
import { mapMemory } from './testing.ts';

test('what was typed is kept for each room and account, until it is sent', () => {
  const memory = mapMemory();
  const before = new Drafts(memory, 'ada');
  before.write('lobby', 'Good mor');
  before.write('club', 'As I sa');
  const after = new Drafts(memory, 'ada');
  assert.equal(after.read('lobby'), 'Good mor');
  assert.equal(new Drafts(memory, 'lin').read('lobby'), '');
  after.write('lobby', 'Good morning');
  after.write('lobby', '');
  assert.equal(new Drafts(memory, 'ada').read('lobby'), '');
  assert.equal(new Drafts(memory, 'ada').read('club'), 'As I sa');
});

test('where something was typed and not sent is known, also after a reload', () => {
  const memory = mapMemory();
  const drafts = new Drafts(memory, 'ada');
  drafts.write('lobby', 'Good mor');
  const { value } = drafts.places;
  drafts.write('lobby', 'Good morning');
  assert.equal(drafts.places.value, value, 'as before, though more was typed');
  drafts.write('club', 'x');
  assert.deepEqual([...new Drafts(memory, 'ada').places.value], ['lobby', 'club']);
  drafts.write('lobby', '');
  assert.deepEqual([...drafts.places.value], ['club']);
  drafts.forget();
  assert.deepEqual([...drafts.places.value], []);
});

test('what was kept through a reload and then sent is gone', () => {
  const memory = mapMemory();
  new Drafts(memory, 'ada').write('lobby', 'Good morning');
  const after = new Drafts(memory, 'ada');
  assert.equal(after.read('lobby'), 'Good morning');
  after.write('lobby', '');
  assert.equal(new Drafts(memory, 'ada').read('lobby'), '');
});

test('two tabs type in the same room and neither takes the other’s words away', () => {
  const memory = mapMemory();
  const [one, two] = [new Drafts(memory, 'ada'), new Drafts(memory, 'ada')];
  one.write('lobby', 'from one');
  two.write('lobby', 'from two');
  assert.equal(one.read('lobby'), 'from one');
  one.write('lobby', '');
  assert.equal(one.read('lobby'), '');
  assert.equal(new Drafts(memory, 'ada').read('lobby'), 'from two');
});

test('forgotten drafts are gone, and what is kept wrongly is nothing', () => {
  const memory = mapMemory();
  const drafts = new Drafts(memory, 'ada');
  drafts.write('lobby', 'secret');
  drafts.forget();
  assert.equal(drafts.read('lobby'), '');
  memory.write('drafts.ada', '{"no');
  assert.equal(drafts.read('lobby'), '');
  drafts.write('lobby', 'again');
  assert.equal(drafts.read('lobby'), 'again');
});

test('what is kept aside outlives the page, and comes when nothing else is written', () => {
  const memory = mapMemory();
  const before = new Drafts(memory, 'ada');
  assert.equal(before.keep('lobby', 'first'), true);
  assert.equal(before.keep('lobby', 'second'), false);
  assert.equal(before.keep('lobby', 'third'), false);
  const after = new Drafts(memory, 'ada');
  assert.equal(after.read('lobby'), 'first');
  after.write('lobby', '');
  assert.equal(after.takeKept('lobby'), true);
  assert.equal(after.read('lobby'), 'second\n\nthird');
});
