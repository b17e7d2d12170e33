import { story } from '../fixtures/story.ts';

story('two tabs of one account stay in step, from the first message to the log-out', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('Felting');
  await lin.joins('Felting');
  await ada.opensRoom('Lobby');
  const other = await ada.opensSecondTab();

  await lin.sends('Wool, water, soap.');
  await ada.hasUnread('Felting', 1);
  await other.hasUnread('Felting', 1);
  await other.opensRoom('Felting');
  await other.sees('Wool, water, soap.');
  await other.hasNothingUnread('Felting');
  await ada.hasNothingUnread('Felting');

  await ada.turnsHere();
  await ada.opensRoom('Felting');
  await ada.sends('And patience.');
  await other.seesFrom(ada, 'And patience.');
  await other.turnsHere();
  await other.sends('Much patience.');
  for (const page of [ada, other, lin]) await page.seesInOrder('Wool, water, soap.', 'And patience.', 'Much patience.');

  await other.logsOut();
  await ada.isLoggedOut();
  await ada.isTold('You were logged out.');
});
