import { Acquaintances } from '../actors/acquaintances.ts';
import { picture } from '../actors/files.ts';
import { Preferences } from '../actors/preferences.ts';
import { expect, story } from '../fixtures/story.ts';

story(
  'what somebody sets is in step on all their pages, and what others may know of it reaches them',
  async ({ arrives, callsIn }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    await ada.registers();
    await lin.registers();
    const otherTab = await ada.opensSecondTab();

    await ada.turnsHere();
    await ada.makesRoom('The vat');
    await lin.joins('The vat');
    const adas = new Preferences(ada);
    await adas.pinsRoom();
    await adas.mutesRoom('For an hour');
    await new Preferences(otherTab).hasPinned('The vat');
    await new Preferences(otherTab).hasMuted('The vat');
    await ada.opensRoom('Lobby');
    await lin.sends('Weld makes yellow.');
    await ada.hasUnread('The vat', 1);
    await ada.hasTitle(/^Lobby/);

    const lins = new Preferences(lin);
    const loom = picture('loom.png', 300, 200);
    await new Acquaintances(lin).writesTo(ada);
    await lins.seesPictureOf(ada.name, false);
    await adas.setsPicture(loom);
    await lins.seesPictureOf(ada.name, true);
    await expect(otherTab.page.locator('.account-button .picture-uploaded')).toHaveCount(1);
    await adas.setsPicture(undefined);
    await lins.seesPictureOf(ada.name, false);
    await adas.setsPicture(loom, 'dropping');
    await lins.seesPictureOf(ada.name, true);
    await lin.opensRoom('The vat');
    await lin.showsMembers();
    const inList = lin.page.getByRole('complementary').getByRole('listitem').filter({ hasText: ada.name });
    await expect(inList).toBeVisible();

    const countess = { name: `Countess of ${ada.name}` };
    await ada.opensRoom('The vat');
    await ada.sends('And woad makes blue.');
    const helper = await callsIn('Helper');
    await ada.invites(helper);
    await lin.chooses('And woad makes blue.', 'Reply');
    await lin.sends('And both make green.');
    await adas.introducesThemselves({ ...countess, sign: '🧶', status: 'At the dye pot', quiet: 'For an hour' });
    await expect(ada.page.getByRole('button', { name: /^Account of .*, do not disturb$/ })).toBeVisible();
    await expect(inList).toContainText('At the dye pot');
    await expect(inList).toContainText('Do not disturb');
    await expect(lin.message('And woad makes blue.').first()).toHaveAccessibleName(new RegExp(`^${countess.name}, `));
    await expect(lin.message('And both make green.').getByRole('button', { name: countess.name })).toBeVisible();
    await lin.isTold(`${countess.name} brought in ${helper.name}`);
    await new Acquaintances(lin).opensCardOf(countess);
    const card = lin.page.getByRole('dialog', { name: countess.name });
    await expect(card).toContainText('🧶 At the dye pot');
    await expect(card).toContainText('Do not disturb');
    await expect(card).toContainText('their time');
    await expect(card).toContainText(`Logs in as ${ada.name}`);
  },
);

story(
  'two of whom one blocks the other do not write to each other alone, and what the blocked say is folded away',
  async ({ arrives }) => {
    const ada = await arrives('Ada');
    const eve = await arrives('Eve');
    await ada.registers();
    await eve.registers();
    await new Acquaintances(eve).writesTo(ada);
    await eve.sends('Buy my yarn!');
    await eve.hasSent('Buy my yarn!');

    await new Acquaintances(ada).blocks(eve);
    await eve.writes('Buy it now!');
    await eve.composer.press('Enter');
    await eve.isRefused('Buy it now!', 'They do not take messages from you.');
    await ada.opensConversationWithBlocked(eve);
    await ada.opensRoom('Lobby');
    await eve.opensRoom('Lobby');
    await eve.sends('Yarn for everybody!');
    await expect(ada.page.getByText('From somebody you blocked.')).toBeVisible();
    await ada.doesNotSee('Yarn for everybody!');
    await ada.button('Show').click();
    await ada.sees('Yarn for everybody!');

    await ada.opensConversationWithBlocked(eve);
    await ada.button('Unblock').click();
    await expect(ada.composer).toBeFocused();
    await ada.sends('I need no yarn.');
    await eve.opensRoom(ada.name);
    await eve.seesFrom(ada, 'I need no yarn.');
    await eve.button('Try again').click();
    await eve.hasSent('Buy it now!');
  },
);

story(
  'what was written without a connection to somebody who is blocked meanwhile is kept',
  async ({ arrives, callsIn, community }) => {
    const ada = await arrives('Ada');
    await ada.registers();
    const lin = await callsIn('Lin');
    await new Acquaintances(ada).writesTo(lin);
    await ada.sends('Are you there?');
    await ada.hasSent('Are you there?');
    await ada.isCut();
    await ada.writes('I hope so.');
    await ada.composer.press('Enter');
    await ada.isWaitingToSend('I hope so.');

    const { request } = ada.page.context();
    await request.post(`${community.url}/api/session`, { data: { name: ada.name, password: ada.password } });
    const found = await request.get(`${community.url}/api/accounts`, { params: { search: lin.name } });
    const [{ id }] = (await found.json()).people;
    expect((await request.put(`${community.url}/api/account/blocked/${id}`)).status()).toBe(204);
    await ada.isBack();
    await ada.isRefused('I hope so.', 'You blocked them. Unblock them to write here.');
    await ada.button('Unblock').click();
    await ada.button('Try again').click();
    await ada.hasSent('I hope so.');
  },
);

story('whoever finds a device logged in that should not be logs it out from afar', async ({ arrives, community }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  const phone = await ada.page.context().browser()!.newContext({ userAgent: 'An old phone' });
  const session = `${community.url}/api/session`;
  await phone.request.post(session, { data: { name: ada.name, password: ada.password } });
  expect((await phone.request.get(session)).status()).toBe(200);

  await ada.opensAccount();
  await ada.button('Where you are logged in').click();
  const devices = ada.page.getByRole('dialog', { name: 'Where you are logged in' }).getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: 'Here, now' })).toHaveCount(1);
  await devices.filter({ hasText: 'An old phone' }).getByRole('button', { name: 'Log out there' }).click();
  await expect(devices).toHaveCount(1);
  expect((await phone.request.get(session)).status()).toBe(204);
  await ada.closesDialog();

  await phone.request.post(session, { data: { name: ada.name, password: ada.password } });
  await ada.opensAccount();
  await ada.button('Change the password').click();
  ada.complaints.expect(/\b401\b.*\/api\/account\/password$/);
  await ada.field('Password so far').fill('what was it?');
  await ada.field('New password').fill('one that I remember');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Change the password' }).click();
  await expect(ada.page.getByText('That is not your password.')).toBeVisible();
  await ada.field('Password so far').fill(ada.password);
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Change the password' }).click();
  await expect(ada.page.getByText('The password is changed.')).toBeVisible();
  expect((await phone.request.get(session)).status()).toBe(204);
  await phone.close();
});
