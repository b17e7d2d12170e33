import { story } from '../fixtures/story.ts';

story('somebody who logs out comes back with their password to what was said', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.sends('I will be back.');
  await ada.hasSent('I will be back.');

  await ada.logsOut();
  await ada.reloads();
  await ada.isLoggedOut();

  ada.complaints.expect(/\b401\b.*\/api\/session$/);
  await ada.triesToLogIn('not the password');
  await ada.isTold('The name or the password is wrong.');

  await ada.logsIn();
  await ada.seesFrom(ada, 'I will be back.');
});
