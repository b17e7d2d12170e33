import type { Community } from '../fixtures/community.ts';
import { endingStory as story } from '../fixtures/ending-story.ts';

const ENDS = {
  'is stopped': (community: Community) => community.stops(),
  'is killed': (community: Community) => community.dies(),
};

for (const [what, end] of Object.entries(ENDS)) {
  story(
    `the server ${what} and started again under open pages, which come back by themselves`,
    async ({ community, meet }) => {
      const [ada, lin] = await meet('Ada', 'Lin');
      await ada.sends('Before.');
      await lin.sends('Also before.');
      await ada.sees('Also before.');

      await end(community);
      await ada.seesConnectionLost();
      await lin.seesConnectionLost();
      await ada.sends('While nobody listens.');
      await lin.sends('While nobody listens either.');
      await ada.isWaitingToSend('While nobody listens.');

      await community.comesBack();
      const said = ['Before.', 'Also before.', 'While nobody listens.', 'While nobody listens either.'];
      await ada.seesAll(said);
      await lin.seesAll(said);
      await ada.seesConnected();
      story.expect(await lin.order(said)).toEqual(await ada.order(said));
      await ada.reloads();
      await ada.isInRoom('Lobby');
      await ada.seesAll(said);
    },
  );
}

story('the server is killed while three people talk, and nothing is lost or doubled', async ({ community, meet }) => {
  const people = await meet('Ada', 'Lin', 'Max');
  const talking = people.map((person) => person.sendsInARow(8));
  for (const person of people) await person.sees('Ada says 3.');
  await community.dies();
  await Promise.all(talking);
  await community.comesBack();

  const byPerson = people.map(({ name }) => Array.from({ length: 8 }, (_, index) => `${name} says ${index + 1}.`));
  const said = byPerson.flat();
  for (const person of people) await person.seesAll(said);
  const [order, ...others] = await Promise.all(people.map((person) => person.order(said)));
  for (const other of others) story.expect(other).toEqual(order);
  for (const own of byPerson) story.expect(order?.filter((text) => own.includes(text))).toEqual(own);
});
