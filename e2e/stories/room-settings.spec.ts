import { Preferences } from '../actors/preferences.ts';
import { expect, story } from '../fixtures/story.ts';

story(
  'an owner says what a room is about, shares the say in it, and archives it in the end',
  async ({ arrives, nameHere }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    await ada.registers();
    await lin.registers();
    const [before, after] = [nameHere('Weaving'), nameHere('Loom room')];
    await ada.makesRoom(before);
    await lin.joins(before);
    await new Preferences(ada).saysOfRoom({ name: after, topic: 'Warping on Friday', description: 'All about looms.' });
    await lin.isInRoom(after);
    await expect(lin.page.getByText(`${lin.name} joined · ${ada.name} called the room ${after}`)).toBeVisible();
    await expect(lin.page.getByText(`${ada.name} set the topic: Warping on Friday`)).toBeVisible();
    await lin.sends('Hello!');
    await new Preferences(ada).makes(lin, 'Moderator');
    await new Preferences(lin).saysOfRoom({ topic: 'Warping on Saturday' });
    await expect(ada.page.getByText('Warping on Saturday', { exact: true })).toBeVisible();

    await new Preferences(ada).pinsRoom();
    await new Preferences(ada).archivesRoom();
    await expect(ada.page.getByRole('list', { name: 'Pinned' })).toHaveCount(0);
    await expect(ada.page.getByRole('link', { name: `${after} Archived` })).toBeVisible();
    await expect(lin.page.getByText('It can be read, and nobody writes in it any more.')).toBeVisible();
    await expect(lin.composer).toHaveCount(0);
    await lin.sees('Hello!');
    await lin.opensMenu('Hello!');
    await expect(lin.page.getByRole('menuitem').first()).toHaveText('Save for later');
    await expect(lin.page.getByRole('menuitem', { name: /^(React|Reply|Edit|Pin)/ })).toHaveCount(0);
    await lin.page.keyboard.press('Escape');
    await expect(lin.message('Hello!').getByRole('button', { name: /^(React|Reply)$/ })).toHaveCount(0);
    await lin.button('Find rooms').click();
    await lin.page.getByRole('searchbox', { name: 'Search by name' }).fill(after);
    await expect(lin.page.getByRole('listitem').filter({ hasText: after }).last()).toContainText('All about looms.');
    await expect(lin.page.getByRole('listitem').filter({ hasText: after }).last()).toContainText('Archived');
  },
);
