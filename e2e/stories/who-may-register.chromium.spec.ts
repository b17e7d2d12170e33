import { expect, story } from '../fixtures/story.ts';

story.use({ server: 'first run' });

story('with a code, whoever knows it registers and whoever does not is refused', async ({ community, arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.takesOver(community.setupPath, 'Whoever has a code', 'seven threads');

  lin.complaints.expect(/\b403\b.*\/api\/accounts$/);
  await lin.opens();
  await lin.triesToRegister('six threads');
  await lin.isTold('This is not the code.');
  await expect(lin.field('Registration code')).toBeFocused();

  await lin.triesToRegister('seven threads');
  await lin.isInRoom('Lobby');
});

story('with nobody let in, only the accounts that there are can log in', async ({ community, arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await lin.opens();
  await lin.isTold('This server has no operator yet.');

  await ada.takesOver(community.setupPath, 'Nobody');
  await lin.reloads();
  await lin.isTold('New accounts are not being made here at the moment.');
  await expect(lin.button('Register')).toHaveCount(0);

  await ada.logsOut();
  await ada.logsIn();
});

story('the link of the first run works once, and then leads in as any other', async ({ community, arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await lin.opens(community.setupPath);
  await expect(lin.button('Make the account')).toBeVisible();
  await ada.takesOver(community.setupPath);

  lin.complaints.expect(/\b403\b.*\/api\/accounts$/);
  await lin.field('Name').fill(lin.name);
  await lin.field('Password').fill(lin.password);
  await lin.button('Make the account').click();
  await lin.isTold('This link was used already, or is too old.');

  await lin.page.goto('about:blank');
  await lin.opens(community.setupPath);
  await lin.triesToRegister();
  await lin.isInRoom('Lobby');
  await lin.opensAccount();
  await expect(lin.page.getByRole('group', { name: 'Operator' })).toHaveCount(0);
});
