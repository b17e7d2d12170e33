import { expect, story } from '../fixtures/story.ts';

story.use({ server: 'first run' });

story(
  'the first person takes the server over, the second registers, and they meet in the Lobby',
  async ({ community, arrives }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');

    await ada.takesOver(community.setupPath);
    await ada.sends('Is anybody there?');

    await lin.registers();
    await lin.seesFrom(ada, 'Is anybody there?');
    await lin.sends('Here I am.');

    await ada.seesFrom(lin, 'Here I am.');
    await expect(ada.page.getByText(/^2 members/)).toBeVisible();
    await ada.seesInOrder('Is anybody there?', 'Here I am.');
    await lin.seesInOrder('Is anybody there?', 'Here I am.');
  },
);
