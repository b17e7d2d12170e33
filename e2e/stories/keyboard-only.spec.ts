import { Keyboard } from '../actors/keyboard.ts';
import { expect, story } from '../fixtures/story.ts';

story(
  'without a mouse somebody registers, makes a room, talks, changes rooms, leaves and logs out',
  async ({ arrives }) => {
    const ada = await arrives('Ada');
    const { page } = ada;
    const keys = new Keyboard(page);
    await ada.opens();
    await expect(ada.field('Name')).toBeFocused();
    await keys.tabToAndPress(ada.button('Register'));
    await expect(page.getByRole('heading', { name: 'Take up a thread' })).toBeVisible();
    await expect(ada.field('Name')).toBeFocused();
    await keys.type(ada.name);
    await keys.press('Tab');
    await keys.type(ada.password);
    await keys.press('Enter');
    await ada.isInRoom('Lobby');
    await expect(ada.composer).toBeFocused();
    await keys.showsFocus();

    await keys.tabTo(ada.button('Make a room'), 'Shift+Tab');
    await keys.press('Enter');
    const name = page.getByRole('textbox', { name: 'Name of the room' });
    await expect(name).toBeFocused();
    await keys.type('Never mind');
    await keys.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(ada.button('Make a room')).toBeFocused();

    await keys.press('Enter');
    await expect(name).toBeFocused();
    await keys.type('Ten fingers');
    await keys.tabTo(page.getByRole('radio', { name: 'Everyone' }));
    await keys.press('ArrowDown');
    await expect(page.getByRole('radio', { name: 'Who is invited' })).toBeChecked();
    await keys.press('Enter');
    await ada.isInRoom('Ten fingers');
    await expect(ada.composer).toBeFocused();

    await keys.type('one line');
    await keys.press('Shift+Enter');
    await keys.type('and another');
    await keys.press('Enter');
    await ada.hasSent('one line\nand another');
    await expect(ada.composer).toBeFocused();
    await expect(ada.composer).toHaveValue('');

    await keys.press('Alt+ArrowUp');
    await ada.isInRoom('Lobby');
    await expect(ada.composer).toBeFocused();
    await keys.press('Alt+ArrowDown');
    await ada.isInRoom('Ten fingers');

    // Where there is no room beside the messages, the members are a dialog.
    await page.setViewportSize({ width: 900, height: 700 });
    const showsMembers = ada.button('Show members');
    await keys.tabTo(showsMembers, 'Shift+Tab');
    await keys.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Members' })).toBeVisible();
    await keys.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(showsMembers).toBeFocused();

    await keys.press('Enter');
    await keys.tabToAndPress(ada.button('Leave room'));
    await expect(page.getByRole('dialog', { name: 'Leave Ten fingers?' })).toBeVisible();
    await keys.tabToAndPress(page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }));
    await ada.isInRoom('Lobby');
    await ada.doesNotHave('Ten fingers');
    await expect(ada.composer).toBeFocused();

    const account = ada.button(`Account of ${ada.name}`);
    await keys.tabTo(account, 'Shift+Tab');
    await keys.press('Enter');
    await expect(ada.button('Log out')).toBeVisible();
    await keys.press('Escape');
    await expect(ada.button('Log out')).toHaveCount(0);
    await expect(account).toBeFocused();
    await keys.press('Enter');
    await keys.tabTo(ada.button('Log out'));
    await keys.press('Enter');
    await ada.isLoggedOut();
  },
);
