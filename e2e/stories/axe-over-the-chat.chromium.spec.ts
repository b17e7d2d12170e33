import { Acquaintances } from '../actors/acquaintances.ts';
import { attaches, describes, picture, sendsFiles, shownPicture } from '../actors/files.ts';
import { Inspector } from '../actors/inspector.ts';
import type { Person } from '../actors/person.ts';
import { expect, story } from '../fixtures/story.ts';

// What opens beside a conversation and over it; `axe.chromium.spec.ts` looks at the conversation itself.

story('axe finds nothing in what opens beside a conversation and over it', async ({ arrives, callsIn }) => {
  story.slow();
  const ada = await arrives('Ada');
  const inspector = new Inspector(ada.page);
  await ada.registers();
  const lin = await callsIn('Lin');
  await lin.makesRoom('The teasel shed');
  await ada.joins('The teasel shed');
  const max = await callsIn('Max');
  await new Acquaintances(ada).writesTo(max);
  await new Acquaintances(ada).blocks(max);
  await ada.makesRoom('The finishing room');
  await lin.joins('The finishing room');
  await lin.isNotToBeDisturbed();
  await ada.sends('Who has the shears?');
  await lin.says('The finishing room', '<@room> has anybody looked in `the basket`?');
  for (const action of ['React with 👍', 'Pin', 'Save for later', 'Reply']) await ada.chooses('has anybody', action);
  await ada.sends('I have.');
  await ada.hasSent('I have.');
  await attaches(ada, picture('red.png', 300, 200), picture('blue.png', 200, 200));
  await describes(ada, 'red.png', 'Red wool on a line');
  await sendsFiles(ada, 'How it came out:');
  await lin.says('The teasel shed', '<@room> here they are.');

  for (const width of [1440, 390]) {
    await ada.page.setViewportSize({ width, height: 900 });
    await looksBeside(ada, inspector);
    await looksOver(ada, lin, inspector);
    await ada.opensConversationWithBlocked(max);
    await inspector.approves('a conversation with somebody who is blocked');
    await ada.goesToRooms();
    await ada.opensRoom('The finishing room');
  }
});

async function looksBeside(ada: Person, inspector: Inspector): Promise<void> {
  const { page } = ada;
  await page.getByRole('button', { name: /^1 reply/ }).click();
  await expect(page.getByRole('log', { name: 'Replies' }).getByRole('article')).toHaveCount(2);
  await inspector.approves('the replies');
  await ada.button('Close').click();
  await ada.button('Pinned messages').click();
  await expect(page.getByRole('list', { name: 'Pinned messages' }).getByRole('listitem')).toHaveCount(1);
  await inspector.approves('what is pinned');
  await ada.closesDialog();
}

async function looksOver(ada: Person, lin: { readonly name: string }, inspector: Inspector): Promise<void> {
  const { page } = ada;
  await shownPicture(ada, 'Red wool on a line').click();
  await expect(page.getByRole('dialog', { name: 'Red wool on a line' })).toBeVisible();
  await inspector.approves('a picture');
  await page.keyboard.press('Escape');
  await ada.log.getByRole('button', { name: `Profile of ${lin.name}` }).click();
  await expect(page.getByRole('dialog', { name: lin.name })).toContainText('Do not disturb');
  await inspector.approves('the card of somebody');
  await ada.closesDialog();
  await ada.opensAccount();
  await ada.button('Profile and status').click();
  await expect(page.getByRole('dialog', { name: 'Profile and status' })).toBeVisible();
  await inspector.approves('the profile');
  await ada.closesDialog();
  await ada.button('Mentions and replies, 1 new').click();
  await expect(page.getByRole('list', { name: 'Mentions and replies' }).getByRole('listitem')).toHaveCount(2);
  await inspector.approves('the inbox');
  await ada.closesDialog();
  await ada.opensAccount();
  await ada.button('Saved messages').click();
  await expect(page.getByRole('list', { name: 'Saved messages' }).getByRole('listitem')).toHaveCount(1);
  await inspector.approves('what is saved');
  await ada.closesDialog();
  await ada.opensRoom('The finishing room');
}
