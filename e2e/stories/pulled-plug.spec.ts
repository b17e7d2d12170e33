import { expect, story } from '../fixtures/story.ts';

story('what is written without a connection is sent once, in order, when it is back', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The cellar');
  await lin.joins('The cellar');
  await ada.sends('Can you hear me?');
  await lin.sends('Loud and clear.');
  await ada.sees('Loud and clear.');

  await ada.isCut();
  await ada.sends('Hello?');
  await ada.sends('Are you there?');
  await ada.isWaitingToSend('Hello?');
  await ada.isWaitingToSend('Are you there?');
  await lin.sends('Ada is gone.');
  await lin.sends('She will be back.');
  await lin.hasSent('She will be back.');
  await lin.doesNotSee('Hello?');

  await ada.isBack();
  const said = ['Can you hear me?', 'Loud and clear.', 'Ada is gone.', 'She will be back.', 'Hello?', 'Are you there?'];
  await ada.hasSent('Are you there?');
  await ada.seesInOrder(...said);
  await lin.seesInOrder(...said);
});

story('what is written without a connection is kept when the page is loaded again', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.makesRoom('The ballroom');
  await ada.isCut();
  await ada.sends('This must not get lost.');
  await ada.isWaitingToSend('This must not get lost.');

  await ada.page.goto('about:blank');
  ada.mends();
  await ada.opens();
  await ada.isInRoom('The ballroom');
  await ada.hasSent('This must not get lost.');
  await ada.reloads();
  await ada.seesInOrder('This must not get lost.');
  expect(await ada.reads()).toHaveLength(1);
});

story('who goes offline is told at once, and nobody is said to be here', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.makesRoom('The garret');
  const banner = ada.page.getByText('You are offline. What you write waits here.');
  const here = ada.page.getByText('1 here', { exact: true });
  await expect(here).toBeVisible();

  // The browser knows before the connection does, which stays open here.
  await ada.page.evaluate(() => dispatchEvent(new Event('offline')));
  await expect(banner).toBeVisible();
  await expect(here).toHaveCount(0);
  await ada.page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(banner).toHaveCount(0);
  await expect(here).toBeVisible();
});
