import { expect, story } from '../fixtures/story.ts';
import type { Person } from '../actors/person.ts';

async function twoInARoom(room: string, arrives: (name: string) => Promise<Person>): Promise<[Person, Person]> {
  const [ada, lin] = [await arrives('Ada'), await arrives('Lin')];
  await ada.registers();
  await lin.registers();
  await ada.makesRoom(room);
  await lin.joins(room);
  return [ada, lin];
}

story(
  'nothing typed is markup, and addresses become links that tell nobody where one came from',
  async ({ arrives }) => {
    const [ada, lin] = await twoInARoom('Markup', arrives);
    const attacks = [
      'a <b>bold</b> claim',
      '<script>document.title = "taken over"</script>',
      '<img src=x onerror="document.title = \'taken over\'">',
      '&lt;i&gt; &amp; [link](javascript:alert(1))',
    ];
    for (const attack of attacks) await ada.sends(attack);
    for (const attack of attacks) await expect(lin.message(attack)).toContainText(attack);
    for (const person of [ada, lin]) {
      await expect(person.log.locator('b, script, img, i')).toHaveCount(0);
      await expect(person.page).not.toHaveTitle(/taken over/);
    }

    await ada.sends('Look at https://example.org/a(b)?c=d&e#f, or www.example.org.');
    const link = lin.message('Look at').getByRole('link').first();
    await expect(link).toHaveAttribute('href', 'https://example.org/a(b)?c=d&e#f');
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(lin.message('javascript:').getByRole('link')).toHaveCount(0);
  },
);

story('emoji, scripts from right to left and several lines arrive as they were written', async ({ arrives }) => {
  const [ada, lin] = await twoInARoom('Alphabets', arrives);
  await ada.sends('🧶👩🏽‍🚀');
  await ada.sends('שלום, מה שלומך?');
  await ada.sends('Привет, 北京');
  await ada.sends('one\ntwo\n  three');

  await expect(lin.message('🧶👩🏽‍🚀')).toContainText('🧶👩🏽‍🚀');
  await lin.sees('Привет, 北京');
  const hebrew = lin.message('שלום').getByText('שלום');
  expect(await hebrew.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  expect(
    await lin
      .message('three')
      .getByText('three')
      .evaluate((element: HTMLElement) => element.innerText),
  ).toBe('one\ntwo\n  three');
});

story('a message of 16 KiB arrives folded and opens, one of more is not sent', async ({ arrives }) => {
  const [ada, lin] = await twoInARoom('Long stories', arrives);
  const text = `begin ${'é '.repeat(5457)} end`;
  expect(Buffer.byteLength(text)).toBe(16 * 1024 - 3);
  await ada.sends(text);

  const message = lin.message('begin é');
  await expect(message).toBeVisible();
  const heightOf = async (): Promise<number> => (await message.boundingBox())?.height ?? 0;
  const folded = await heightOf();
  await message.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(heightOf).toBeGreaterThan(2 * folded);
  await expect(message).toContainText(text);
  await message.getByRole('button', { name: 'Show less' }).click();
  await expect.poll(heightOf).toBe(folded);

  await ada.writes(`${text}more`);
  await ada.isTold('1 byte too many: 16 KiB is the most');
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue(`${text}more`);
});

story('names of 200 characters break neither the page nor its width on a phone', async ({ arrives }) => {
  const long = (word: string): string => word.padEnd(200 - 8, word);
  const ada = await arrives(long('Adelheid'));
  await ada.registers();
  await ada.makesRoom(long('Webstube'));
  await ada.sends('x'.repeat(500));
  await ada.sends(`https://example.org/${'y'.repeat(300)}`);
  await ada.sends('Both names are long.');
  await ada.sees('Both names are long.');

  for (const width of [1440, 800, 390]) {
    await ada.page.setViewportSize({ width, height: 800 });
    await expect(ada.composer).toBeInViewport();
    await ada.showsMembers();
    await ada.needsNoSidewaysScroll();
    if (await ada.button('Close').isVisible()) await ada.closesDialog();
    await ada.needsNoSidewaysScroll();
  }
  await ada.button('All rooms').click();
  await ada.needsNoSidewaysScroll();
});
