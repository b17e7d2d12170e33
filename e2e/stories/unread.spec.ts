import { expect, story } from '../fixtures/story.ts';

story('what is said in another room is counted there until somebody goes and reads it', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('Dyeing');
  await lin.joins('Dyeing');
  await lin.opensRoom('Lobby');

  await lin.listsRooms('Lobby', 'Dyeing');
  await ada.sends('Madder makes red.');
  await ada.sends('Weld makes yellow.');
  await lin.hasUnread('Dyeing', 2);
  await lin.listsRooms('Dyeing', 'Lobby');
  await lin.hasTitle(/^\(2\) /);
  await lin.hasOnIcon('2');

  await lin.opensRoom('Dyeing');
  await lin.seesInOrder('Madder makes red.', 'Weld makes yellow.');
  await lin.hasNothingUnread('Dyeing');
  await lin.hasTitle(/^Dyeing/);
  await lin.hasPlainIcon();
  await lin.reloads();
  await lin.isInRoom('Dyeing');
  await lin.hasNothingUnread('Dyeing');
  await ada.hasNothingUnread('Dyeing');

  await lin.marksUnread('Weld makes yellow.');
  await lin.opensRoom('Lobby');
  await lin.reloads();
  await lin.hasUnread('Dyeing', 1);
  await lin.listsRooms('Dyeing', 'Lobby');
  await lin.ordersRoomsByName();
  await lin.listsRooms('Lobby', 'Dyeing');
  await lin.opensRoom('Dyeing');
  await lin.hasNothingUnread('Dyeing');
});

story('who comes to another place of a room is led to where the new begins', async ({ arrives, callsIn }) => {
  const teller = await callsIn('Teller');
  await teller.makesRoom('The almanac');
  await teller.says('The almanac', 'Known already.');
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.joins('The almanac');
  await ada.sees('Known already.');
  const almanac = ada.page.url();
  await ada.opensRoom('Lobby');
  await teller.says('The almanac', ...Array.from({ length: 130 }, (_, index) => `Day ${index + 1} of the year`));
  await ada.hasUnread('The almanac', 130);
  await ada.hasOnIcon('9+');
  const firstNew = ada.button('Jump to the first new message');

  await ada.page.goto(`${almanac}/100`);
  await expect(firstNew).toBeVisible();
  await ada.page.keyboard.press('Alt+PageUp');
  await expect(ada.message('Day 1 of the year')).toBeInViewport();
  await expect(firstNew).toHaveCount(0);

  // Who comes to where the new begins at once needs no way there.
  await ada.button('130 new messages').click();
  await ada.hasNothingUnread('The almanac');
  await ada.opensRoom('Lobby');
  await teller.says('The almanac', 'New Year');
  await ada.hasUnread('The almanac', 1);
  await ada.opensRoom('The almanac');
  await ada.sees('New Year');
  await expect(firstNew).toHaveCount(0);
});
