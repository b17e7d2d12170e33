import { CONCURRENCY } from '@skein/bench/start';
import { endingStory as story } from '../fixtures/ending-story.ts';

story.skip(
  CONCURRENCY === 'async',
  'on one loop nothing ends alone, and the stories of a server that is gone tell of its end',
);

story('a hub worker dies in the middle of a conversation, which goes on', async ({ community, meet }) => {
  const people = await meet('Ada', 'Lin', 'Max');
  const said: string[] = [];
  for (const round of [1, 2, 3, 4]) {
    // Two of the rounds are under way while a worker dies: with two workers, whoever was on either of them.
    if (round % 2 === 0) community.killsAHubWorker();
    for (const person of people) {
      const text = `${person.name}, round ${round}.`;
      await person.sends(text);
      said.push(text);
    }
    for (const person of people) await person.seesAll(said);
  }
  const [ada, ...others] = people;
  const order = await ada.order(said);
  for (const person of others) story.expect(await person.order(said)).toEqual(order);
});

story(
  'the ledger dies in the middle of a conversation, and nothing is lost or doubled',
  async ({ community, meet }) => {
    const [ada, lin] = await meet('Ada', 'Lin');
    await ada.sends('Before.');
    await lin.sees('Before.');

    community.killsTheLedger();
    await ada.sends('During.');
    await lin.sees('During.');
    await lin.sends('After.');
    await ada.seesInOrder('Before.', 'During.', 'After.');
    await ada.reloads();
    await ada.seesInOrder('Before.', 'During.', 'After.');
  },
);
