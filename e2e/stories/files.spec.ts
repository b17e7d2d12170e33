import {
  attached,
  attaches,
  describes,
  drops,
  hasNoFilesKept,
  picture,
  seesPicture,
  sendsFiles,
  shownPicture,
  text,
} from '../actors/files.ts';
import { expect, story } from '../fixtures/story.ts';

story('files that were chosen and not sent are there after a reload, until they are sent', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.makesRoom('The carding room');
  await attaches(ada, picture('carded.png', 300, 200), text('notes.txt', 'comb twice'));
  await describes(ada, 'carded.png', 'Carded wool');
  await ada.writes('Done so far:');
  await ada.reloads();
  await expect(attached(ada, 'notes.txt')).toBeVisible();
  await expect(ada.page.getByLabel('Description of carded.png')).toHaveValue('Carded wool');
  await ada.hasWritten('Done so far:');
  await ada.button('Remove notes.txt').click();
  await sendsFiles(ada, 'Done so far:');
  await seesPicture(ada, 'Carded wool', 300, 200);
  await ada.reloads();
  await ada.sees('Done so far:');
  await expect(ada.page.getByRole('list', { name: 'Attached files' })).toHaveCount(0);

  await attaches(ada, text('secret.txt', 'whose wool it was'));
  await ada.logsOut();
  await hasNoFilesKept(ada);
  await ada.triesToLogIn(ada.password);
  await ada.isInRoom('The carding room');
  await ada.sees('Done so far:');
  await expect(ada.page.getByRole('list', { name: 'Attached files' })).toHaveCount(0);
});

story('a file that one tab removes, or sends, is chosen in no other tab', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.makesRoom('The picking room');
  await attaches(ada, text('one.txt', 'one'), text('two.txt', 'two'));
  const other = await ada.opensSecondTab('The picking room');
  await expect(attached(other, 'two.txt')).toBeVisible();
  await ada.button('Remove one.txt').click();
  await expect(attached(other, 'one.txt')).toHaveCount(0);
  await expect(attached(other, 'two.txt')).toBeVisible();
  await sendsFiles(other, 'Only two:');
  await expect(attached(ada, 'two.txt')).toHaveCount(0);
  await ada.hasSent('Only two:');
});

story('pictures and files are sent, looked at, described and deleted, and go on after a cut', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The dye house');
  await lin.joins('The dye house');

  await attaches(ada, picture('red.png', 300, 200), picture('blue.png', 200, 200));
  await describes(ada, 'red.png', 'Red wool on a line');
  await drops(ada, text('recipe.txt', 'madder, alum, patience'));
  await sendsFiles(ada, 'How it came out:');
  await lin.sees('How it came out:');
  await expect(lin.page.getByRole('link', { name: 'Download recipe.txt' })).toContainText('22 bytes');

  await shownPicture(lin, 'Red wool on a line').click();
  const box = lin.page.getByRole('dialog', { name: 'Red wool on a line' });
  await expect(box.getByRole('img', { name: 'Red wool on a line' })).toBeVisible();
  await lin.page.keyboard.press('ArrowRight');
  await expect(lin.page.getByRole('img', { name: 'blue.png' })).toBeVisible();
  await lin.page.keyboard.press('Enter');
  await expect(lin.page.getByRole('button', { name: 'Fit to the screen' })).toBeVisible();
  await lin.page.keyboard.press('Escape');
  await expect(lin.page.getByRole('dialog')).toHaveCount(0);
  await expect(shownPicture(lin, 'Red wool on a line')).toBeFocused();

  ada.complaints.expectBrokenConnections();
  await ada.isCut();
  await attaches(ada, picture('green.png', 300, 200));
  await sendsFiles(ada, 'Green, later.');
  await ada.sends('And that was all.');
  await ada.isWaitingToSend('Green, later.');
  await ada.page.goto('about:blank');
  ada.mends();
  await ada.opens();
  await ada.isInRoom('The dye house');
  await ada.hasSent('And that was all.');
  await lin.seesInOrder('How it came out:', 'Green, later.', 'And that was all.');
  await seesPicture(lin, 'green.png', 300, 200);
  await seesPicture(ada, 'green.png', 300, 200);

  const address = await shownPicture(lin, 'green.png').locator('img').getAttribute('src');
  await ada.deletes('Green, later.');
  await expect(shownPicture(lin, 'green.png')).toHaveCount(0);
  expect((await lin.page.request.get(new URL(address!, lin.page.url()).href)).status()).toBe(404);
});
