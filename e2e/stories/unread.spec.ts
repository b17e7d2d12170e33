import { story } from '../fixtures/story.ts';

story('what is said in another room is counted there until somebody goes and reads it', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('Dyeing');
  await lin.joins('Dyeing');
  await lin.opensRoom('Lobby');

  await ada.sends('Madder makes red.');
  await ada.sends('Weld makes yellow.');
  await lin.hasUnread('Dyeing', 2);
  await lin.hasTitle(/^\(2\) /);

  await lin.opensRoom('Dyeing');
  await lin.seesInOrder('Madder makes red.', 'Weld makes yellow.');
  await lin.hasNothingUnread('Dyeing');
  await lin.hasTitle(/^Dyeing/);
  await lin.reloads();
  await lin.isInRoom('Dyeing');
  await lin.hasNothingUnread('Dyeing');
  await ada.hasNothingUnread('Dyeing');

  await lin.marksUnread('Weld makes yellow.');
  await lin.opensRoom('Lobby');
  await lin.reloads();
  await lin.hasUnread('Dyeing', 1);
  await lin.opensRoom('Dyeing');
  await lin.hasNothingUnread('Dyeing');
});
