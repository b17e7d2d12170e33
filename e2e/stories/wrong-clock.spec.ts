import { expect, story } from '../fixtures/story.ts';

story('clocks that are hours off, and are set while a message waits, change nothing', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  const max = await arrives('Max');
  await ada.hasClockAhead(31);
  await lin.hasClockAhead(-29);
  for (const person of [ada, lin, max]) await person.registers();
  await ada.makesRoom('The tower');
  for (const person of [lin, max]) await person.joins('The tower');

  await ada.sends('What time is it?');
  await lin.sends('Yesterday.');
  await max.sends('Neither.');
  const said = ['What time is it?', 'Yesterday.', 'Neither.'];
  for (const person of [ada, lin, max]) await person.seesInOrder(...said);

  await ada.isCut();
  await ada.sends('I set my clock.');
  await ada.setsClockAhead(-17);
  await ada.sends('Now it is right.');
  await ada.isWaitingToSend('Now it is right.');
  await ada.seesDays('Today');
  await ada.isBack();
  said.push('I set my clock.', 'Now it is right.');
  await ada.hasSent('Now it is right.');
  for (const person of [ada, lin, max]) {
    await person.seesInOrder(...said);
    await person.seesDays('Today');
    expect(await person.readsTimes()).toEqual(await max.readsTimes());
  }

  for (const person of [ada, lin]) {
    await person.reloads();
    await person.isInRoom('The tower');
    await person.seesInOrder(...said);
  }
});
