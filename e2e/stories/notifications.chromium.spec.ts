import { Preferences } from '../actors/preferences.ts';
import { expect, story } from '../fixtures/story.ts';

// Firefox shows no notifications to a program that drives it.

story('whoever looks away is notified of what they want to hear, until they have read it', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  // Chromium has no push service in windows that leave nothing behind: the page tells by itself.
  ada.complaints.expect(/does not support the Push API in incognito mode/);
  await ada.turnsOnNotifications();
  await new Preferences(ada).isNotifiedOf('Everything');
  await lin.sends('You are looking.');
  await ada.sees('You are looking.');
  await ada.isNotified();

  await ada.looksAway();
  await lin.sends(`@${ada.name}, are you there?`);
  await ada.isNotified(`Lobby: ${lin.name}: @${ada.name}, are you there?`);
  await lin.sends(`@${ada.name}, hello?`);
  await ada.isNotified(`Lobby: ${lin.name}: @${ada.name}, hello?\nand 1 more message`);

  await lin.deletes(`@${ada.name}, hello?`);
  await ada.isNotified();
  await lin.sends(`@${ada.name}, really?`);
  await ada.isNotified(`Lobby: ${lin.name}: @${ada.name}, really?`);

  await ada.looksAgain();
  await ada.isNotified();
  await new Preferences(ada).isNotifiedOf('Mentions');
  await ada.looksAway();
  await lin.sends('To nobody in particular.');
  await ada.sees('To nobody in particular.');
  await ada.isNotified();

  // It is the server that judges whether a mention is late: it has to know first what was read.
  const inbox = async () => (await ada.page.request.get(new URL('/api/inbox', ada.page.url()).href)).json();
  const areRead = async () => (await inbox()).items.map(({ isRead }: { isRead: boolean }) => isRead);
  await expect.poll(areRead).toEqual([true, true]);
  await lin.edits('You are looking.', `To you, @${ada.name}.`);
  await ada.isNotified(`Lobby: ${lin.name}: To you, @${ada.name}.`);
  await ada.looksAgain();
  await ada.sees(`To you, @${ada.name}.`);
  await ada.isNotified();
  await ada.looksAway();

  await lin.makesRoom('The ropewalk', 'Who is invited');
  await lin.invites(ada);
  await ada.isNotified(`The ropewalk: ${lin.name} brought you in`);
  await ada.looksAgain();
  await ada.opensRoom('The ropewalk');
  await ada.isNotified();
});
