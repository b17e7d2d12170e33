import { Reader } from '../actors/reader.ts';
import { expect, story } from '../fixtures/story.ts';

story(
  'what can be done with a message is in view, and its menu stays open while others write',
  async ({ arrives, callsIn }) => {
    const ada = await arrives('Ada');
    const reader = new Reader(ada);
    await ada.registers();
    const lin = await callsIn('Lin');
    await lin.makesRoom('The drying loft');
    await lin.says('The drying loft', ...Array.from({ length: 60 }, (_, index) => `Skein ${index} is dry.`));
    await ada.joins('The drying loft');
    await ada.sees('Skein 59 is dry.');

    // Of the first message in view only the lower half can be seen.
    await ada.message('Skein 30 is dry.').evaluate((article) => {
      const view = article.closest('[role="log"]')!;
      const { top, height } = article.getBoundingClientRect();
      view.scrollTop += top + height / 2 - view.getBoundingClientRect().top;
    });
    const first = ada.message('Skein 30 is dry.');
    await first.hover();
    for (const name of ['React', 'Reply', 'Message actions'])
      await expect(first.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });

    await ada.button('Jump to the latest').click();
    await reader.isAtTheEnd();
    await ada.opensMenu('Skein 59 is dry.');
    const before = await reader.top();
    await lin.says('The drying loft', 'Another one is dry.', 'And another one.');
    await ada.sees('And another one.');
    await expect(ada.page.getByRole('menuitem', { name: 'Reply', exact: true })).toBeVisible();
    await reader.stillSees(before);
    await ada.page.keyboard.press('Escape');
    await reader.isAtTheEnd();

    // Who scrolls has other things in mind.
    await ada.opensMenu('And another one.');
    await reader.scrolls(-200);
    await expect(ada.page.getByRole('menu')).toHaveCount(0);
  },
);
