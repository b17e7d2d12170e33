import { story } from '../fixtures/story.ts';

story(
  'the chat opens without a network, shows what was said last, and sends what is written there later',
  async ({ arrives }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    await ada.registers();
    await lin.registers();
    await lin.sends('Said while the cable was whole.');
    await ada.sees('Said while the cable was whole.');
    await ada.hasThePageKept('Said while the cable was whole.');

    await ada.isCut();
    await lin.sends('Said to who was not there.');
    await ada.reloads();
    await ada.isInRoom('Lobby');
    await ada.sees('Said while the cable was whole.');
    await ada.doesNotSee('Said to who was not there.');
    await ada.sends('Written without a network.');
    await ada.isWaitingToSend('Written without a network.');

    ada.mends();
    await ada.sees('Said to who was not there.');
    await ada.hasSent('Written without a network.');
    await lin.sees('Written without a network.');
  },
);

story('after a log-out nothing that was said is left in the browser', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.sends('For members only.');
  await ada.hasThePageKept('For members only.');
  await ada.logsOut();
  await ada.hasNothingKept();
  ada.losesTheNetwork();
  await ada.reloads();
  await ada.isTold('No answer');
});
