import { Reader } from '../actors/reader.ts';
import { expect, story } from '../fixtures/story.ts';

const COUNT = 500;
/** Of different heights, so that a guess at what is above would be wrong. */
const STORY = Array.from({ length: COUNT }, (_, index) =>
  `Row ${index + 1}. And so on. ${'Once more around the loom. '.repeat(index % 7)}`.trim(),
);

story(
  'all of a long history is reached by scrolling up, and nothing that is read moves meanwhile',
  async ({ arrives, callsIn }) => {
    const teller = await callsIn('Teller');
    await teller.makesRoom('The long story');
    await teller.says('The long story', ...STORY);
    const ada = await arrives('Ada');
    await ada.registers();
    await ada.joins('The long story');
    await ada.sees(`${COUNT}.`);
    const reader = new Reader(ada);
    await reader.isAtTheEnd();

    const seen = new Set<string>();
    const look = async (): Promise<void> => (await ada.reads()).forEach((text) => seen.add(numberOf(text)));
    await reader.waitsForHistory();
    await look();
    while (!seen.has('1.')) {
      await reader.scrolls(-100_000);
      const place = await reader.top();
      const known = seen.size;
      await reader.getsWhatHistoryThereIs();
      await expect.poll(() => look().then(() => seen.size)).toBeGreaterThan(known);
      await reader.stillSees(place);
    }
    await expect(ada.page.getByText('This is where The long story begins')).toBeVisible();
    expect([...seen].filter(Boolean)).toHaveLength(COUNT);
  },
);

story('what comes while somebody reads further up is announced and moves nothing', async ({ arrives, callsIn }) => {
  const teller = await callsIn('Teller');
  await teller.makesRoom('The lively room');
  await teller.says('The lively room', ...STORY.slice(0, 150));
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.joins('The lively room');
  await ada.sees('150.');
  const reader = new Reader(ada);
  await reader.isAtTheEnd();

  await reader.scrolls(-600);
  await expect(ada.button('Jump to the latest')).toBeVisible();
  const place = await reader.top();
  await teller.says('The lively room', 'News!');
  await expect(ada.button('1 new message')).toBeVisible();
  await teller.says('The lively room', 'And more of it.');
  await expect(ada.button('2 new messages')).toBeVisible();
  await reader.stillSees(place);

  await ada.button('2 new messages').click();
  await expect(ada.message('And more of it.')).toBeInViewport();
  await reader.isAtTheEnd();
  await expect(ada.button('2 new messages')).toHaveCount(0);
  await teller.says('The lively room', 'Here as well.');
  await expect(ada.message('Here as well.')).toBeInViewport();
});

function numberOf(article: string): string {
  return /\b\d+\./.exec(article)?.[0] ?? '';
}
