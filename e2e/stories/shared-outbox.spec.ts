import { expect, story } from '../fixtures/story.ts';

const BROWSERS = [
  { browser: 'with Web Locks', hasLocks: true, loft: 'The loft', hall: 'The hall' },
  { browser: 'without Web Locks, as over plain http', hasLocks: false, loft: 'The attic', hall: 'The barn' },
];

for (const { browser, hasLocks, loft, hall } of BROWSERS) {
  story(`two tabs ${browser} write without a connection, one closes, the other sends all once`, async ({ arrives }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    if (!hasLocks) await ada.hasNoWebLocks();
    await ada.registers();
    await lin.registers();
    await ada.makesRoom(loft);
    await lin.joins(loft);
    const other = await ada.opensSecondTab(loft);

    await ada.isCut();
    await other.seesConnectionLost();
    await ada.sends('One.');
    await other.isWaitingToSend('One.');
    await other.sends('Two.');
    await ada.isWaitingToSend('Two.');
    await ada.sends('Three.');
    await other.isWaitingToSend('Three.');
    await lin.sends('Are they asleep?');
    await lin.hasSent('Are they asleep?');
    await ada.goesAway();

    await other.isBack();
    const said = ['Are they asleep?', 'One.', 'Two.', 'Three.'];
    await other.hasSent('Three.');
    for (const person of [other, lin]) await person.seesInOrder(...said);
    await other.reloads();
    await other.isInRoom(loft);
    await other.seesInOrder(...said);
  });

  story(`two open tabs ${browser} come back together, and everything is there once`, async ({ arrives }) => {
    const ada = await arrives('Ada');
    if (!hasLocks) await ada.hasNoWebLocks();
    await ada.registers();
    await ada.makesRoom(hall);
    const other = await ada.opensSecondTab(hall);
    await ada.isCut();
    await other.seesConnectionLost();
    await ada.sends('One.');
    await other.isWaitingToSend('One.');
    await other.sends('Two.');
    await ada.isWaitingToSend('Two.');
    await ada.isBack();
    for (const tab of [ada, other]) {
      await tab.hasSent('One.');
      await tab.hasSent('Two.');
      await tab.seesInOrder('One.', 'Two.');
    }
    await ada.sends('Three.');
    await other.hasSent('Three.');
    await other.sends('Four.');
    for (const tab of [ada, other]) await tab.seesInOrder('One.', 'Two.', 'Three.', 'Four.');
    await ada.reloads();
    await ada.hasSent('Four.');
    expect(await ada.reads()).toHaveLength(4);
  });
}

story('what the server refuses is kept with the reason until somebody logs out', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  // Who is in a room no more cannot read it nor say that it was opened, and a browser writes that down.
  ada.complaints.expect(/40[34].*\/api\/rooms\//);
  await lin.makesRoom('The shed', 'Who is invited');
  await lin.invites(ada);
  await ada.opensRoom('The shed');
  await ada.isCut();
  await lin.removes(ada);
  await ada.sends('Too late.');

  ada.mends();
  await ada.isRefused('Too late.', 'You are not in this room.');
  await ada.reloads();
  await ada.isRefused('Too late.', 'You are not in this room.');

  const shed = new URL(ada.page.url());
  await ada.logsOutAllTheSame();
  await ada.logsIn();
  await ada.opens(shed.pathname + shed.hash);
  await ada.isTold('You are not in this room');
  await ada.doesNotSee('Too late.');
});
