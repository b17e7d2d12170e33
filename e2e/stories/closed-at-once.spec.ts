import { expect, story } from '../fixtures/story.ts';

story('a message arrives though its page was closed right after Enter', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The door');
  await lin.joins('The door');
  await ada.sendsAndIsGone('Said on the way out.');

  const again = await ada.opensSecondTab('The door');
  await again.hasSent('Said on the way out.');
  await lin.seesInOrder('Said on the way out.');
  await again.reloads();
  await again.seesInOrder('Said on the way out.');
  expect(await again.reads()).toHaveLength(1);
});

story('… and without a connection it waits for the page to be opened again', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The window');
  await lin.joins('The window');
  await ada.isCut();
  await ada.sends('First.');
  await ada.sendsAndIsGone('Said to nobody.');

  ada.mends();
  await lin.doesNotSee('Said to nobody.');
  const again = await ada.opensSecondTab('The window');
  await again.hasSent('Said to nobody.');
  for (const person of [again, lin]) await person.seesInOrder('First.', 'Said to nobody.');
});

story('what was typed and not sent is there again when the page is', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.writes('In the Lobby I would');
  await ada.makesRoom('The desk');
  await ada.writes('And here I was about to');
  await ada.reloads();
  await ada.isInRoom('The desk');
  await ada.hasWritten('And here I was about to');
  await ada.opensRoom('Lobby');
  await ada.hasWritten('In the Lobby I would');
  await ada.hasDraftIn('The desk');
  await ada.writes('');
  await ada.opensRoom('The desk');
  await ada.hasDraftIn('Lobby', false);

  await ada.opensAccount();
  await ada.button('Log out').click();
  await ada.isTold('1 message was written and not sent. Logging out discards it.');
});
