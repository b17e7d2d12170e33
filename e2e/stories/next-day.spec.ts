import { expect, story } from '../fixtures/story.ts';

story.use({ server: 'own' });

const DAY_MS = 24 * 60 * 60_000;

story(
  'what was said yesterday stands under its day, and a group does not go on over midnight',
  async ({ community, arrives }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    await ada.registers();
    await ada.sends('Good night.');
    await ada.hasSent('Good night.');
    await expect(ada.log.getByRole('heading', { name: 'Today' })).toBeVisible();
    await ada.page.goto('about:blank');

    await community.stops();
    await community.comesBack(DAY_MS);
    for (const { page } of [ada, lin]) await page.clock.setFixedTime(Date.now() + DAY_MS);
    await lin.registers();
    await ada.opens();
    if (await ada.isAtTheEntrance()) await ada.logsIn();
    await ada.sends('Good morning.');
    await lin.seesInOrder('Good night.', 'Good morning.');
    await expect(lin.log.getByRole('heading', { name: /day$/ })).toHaveText(['Yesterday', 'Today']);
    await expect(lin.message('Good night.')).toContainText('Ada');
    await expect(lin.message('Good morning.')).toContainText('Ada');
  },
);
