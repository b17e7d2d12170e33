import { expect, story } from '../fixtures/story.ts';

story('three people talk, in whichever browsers, and all read the same in the same order', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  const max = await arrives('Max');
  const people = [ada, lin, max];
  for (const person of people) await person.registers();
  await ada.makesRoom('The loom');
  await lin.joins('The loom');
  await max.joins('The loom');

  await ada.seesHere(3);
  await lin.types('Let me th');
  await ada.seesTyping(lin);
  await max.seesTyping(lin);

  await ada.sends('Who has red thread?');
  await lin.sends('I have.');
  await lin.sends('And some blue.');
  await max.sees('And some blue.');
  await max.sends('Blue will do.');
  const said = ['Who has red thread?', 'I have.', 'And some blue.', 'Blue will do.'];
  for (const person of people) await person.seesInOrder(...said);

  // A group has its author's name above it once.
  await ada.seesFrom(lin, 'And some blue.');
  await expect(ada.message('I have.')).toContainText(lin.name);
  await expect(ada.message('And some blue.')).not.toContainText(lin.name);
  await expect(ada.message('Blue will do.')).toContainText(max.name);

  await max.goesAway();
  await ada.seesHere(2);
});

story('all at once they write ten messages each, and still read the same order', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  const max = await arrives('Max');
  const people = [ada, lin, max];
  for (const person of people) await person.registers();
  await ada.makesRoom('The spinning room');
  await lin.joins('The spinning room');
  await max.joins('The spinning room');

  await Promise.all(people.map((person) => person.sendsInARow(10)));
  const expected = people.flatMap(({ name }) => Array.from({ length: 10 }, (_, index) => `${name} says ${index + 1}.`));
  for (const person of people) await person.seesAll(expected);
  const order = await ada.order(expected);
  expect(await lin.order(expected)).toEqual(order);
  expect(await max.order(expected)).toEqual(order);
  for (const { name } of people) {
    const own = order.filter((text) => text.startsWith(`${name} says`));
    expect(own).toEqual(expected.filter((text) => text.startsWith(`${name} says`)));
  }
});
