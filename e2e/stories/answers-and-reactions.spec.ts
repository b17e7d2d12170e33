import { picture } from '../actors/files.ts';
import { Keyboard } from '../actors/keyboard.ts';
import { expect, story } from '../fixtures/story.ts';

story('messages answer messages, and the answers are gathered beside the room', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The bench');
  await lin.joins('The bench');
  await ada.sends('Who has the blue yarn?');
  await lin.sees('Who has the blue yarn?');

  // By the menu; Escape takes it back.
  await lin.chooses('Who has the blue yarn?', 'Reply');
  await expect(lin.composer).toBeFocused();
  await expect(lin.page.getByRole('group', { name: `Answer to ${ada.name}` })).toContainText('Who has the blue yarn?');
  await lin.page.keyboard.press('Escape');
  await expect(lin.page.getByRole('group', { name: 'Answer to' })).toHaveCount(0);
  await lin.chooses('Who has the blue yarn?', 'Reply');
  await lin.sends('Not I.');
  await expect(lin.page.getByRole('group', { name: 'Answer to' })).toHaveCount(0);
  const quote = ada.message('Not I.').getByRole('button', { name: `Answers ${ada.name}` });
  await expect(quote).toContainText('Who has the blue yarn?');

  // What is quoted changes with its message, and leads to it.
  await ada.composer.press('ArrowUp');
  await ada.editor.fill('Who has the red yarn?');
  await ada.editor.press('Enter');
  await expect(lin.message('Not I.').getByRole('button', { name: `Answers ${ada.name}` })).toContainText('red yarn');
  await quote.click();
  await expect(
    ada.page
      .getByRole('article')
      .filter({ hasText: /^.*Who has the red yarn/s })
      .first(),
  ).toBeFocused();

  // The writer of the first message follows the answers.
  const count = ada.page.getByRole('button', { name: /^1 reply 1 new$/ });
  await count.click();
  const panel = ada.page.getByRole('log', { name: 'Replies' });
  await expect(panel.getByRole('article')).toHaveCount(2);
  await expect(ada.page.getByRole('textbox', { name: 'Write a reply' })).toBeFocused();
  await ada.page.getByRole('textbox', { name: 'Write a reply' }).fill('Then who?');
  await ada.page.keyboard.press('Enter');
  await expect(panel.getByRole('article')).toContainText(['Who has the red yarn?', 'Not I.', 'Then who?']);
  await expect(ada.page.getByRole('button', { name: /^2 replies last/ })).toBeVisible();
  await expect(lin.page.getByRole('button', { name: /^2 replies 1 new$/ })).toBeVisible();

  // There, too, a message can be edited, pinned and saved, and what is written can be a command or bring files.
  const beside = panel.getByRole('article').filter({ hasText: 'Then who' });
  const choose = async (action: string): Promise<void> => {
    await beside.hover();
    await beside.getByRole('button', { name: 'Message actions' }).click();
    await ada.page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  await choose('Edit');
  await panel.getByRole('textbox', { name: 'Edit the message' }).fill('Then who has it?');
  await ada.page.keyboard.press('Enter');
  await expect(lin.message('Then who has it?')).toBeVisible();
  await choose('Pin');
  await choose('Save for later');
  await expect(beside.getByText('Pinned')).toBeAttached();
  await expect(beside.getByText('Saved')).toBeAttached();
  await ada.page
    .getByRole('complementary', { name: 'Replies' })
    .locator('input[type=file]')
    .setInputFiles(picture('yarn.png', 40, 30));
  const answer = ada.page.getByRole('textbox', { name: 'Write a reply' });
  await answer.fill('/shrug');
  await answer.press('Enter');
  await expect(panel.getByRole('article').filter({ hasText: 'ツ' }).locator('img')).toBeVisible();
  await answer.blur();
  await ada.page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(ada.page.getByRole('button', { name: /^3 replies last/ })).toBeFocused();
  await expect(lin.page.getByRole('button', { name: /^3 replies 2 new$/ })).toBeVisible();
  await lin.reloads();
  await expect(lin.page.getByRole('button', { name: /^3 replies 2 new$/ })).toBeVisible();
  await expect(ada.page.getByRole('button', { name: /^3 replies last/ })).toBeVisible();
});

story('people react to messages, by mouse and keyboard, and see who did', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  const keys = new Keyboard(ada.page);
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The porch');
  await lin.joins('The porch');
  await lin.sends('Rain at last.');
  await ada.sees('Rain at last.');

  await ada.opensMenu('Rain at last.');
  await ada.page.getByRole('menuitem', { name: 'React with 🎉' }).click();
  const party = (person: typeof ada) => person.message('Rain at last.').getByRole('button', { name: /^🎉/ });
  await expect(party(lin)).toHaveAccessibleName(`🎉 1: ${ada.name}`);
  await expect(party(ada)).toHaveAttribute('aria-pressed', 'true');
  await party(lin).hover();
  await expect(lin.page.locator('.reaction-who')).toHaveText(ada.name);
  await party(lin).click();
  await expect(party(ada)).toHaveAccessibleName(`🎉 2, yours: ${ada.name} and ${lin.name}`);

  // Without a mouse: from the message's button to any emoji, and back from its own.
  await keys.tabTo(ada.page.getByRole('button', { name: 'Message actions' }).last(), 'Shift+Tab');
  await keys.press('Enter', 'ArrowUp', 'Enter');
  await ada.page.getByRole('combobox', { name: 'Search emoji' }).fill('umbrella with rain');
  await expect(ada.page.getByRole('option', { name: 'umbrella with rain drops' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await keys.press('Enter');
  await expect(lin.message('Rain at last.').getByRole('button', { name: /^☔/ })).toBeVisible();
  await party(ada).press('Enter');
  await expect(party(lin)).toHaveAccessibleName(`🎉 1, yours: ${lin.name}`);
  await lin.reloads();
  await expect(party(lin)).toHaveAccessibleName(`🎉 1, yours: ${lin.name}`);
});

story('a reaction moves nobody away from the end', async ({ arrives, callsIn }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  const guest = await callsIn('Eve');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The landing');
  await lin.joins('The landing');
  await guest.joins('The landing');
  await guest.says('The landing', ...Array.from({ length: 40 }, (_, index) => `Step ${index} is swept.`));
  await ada.sees('Step 39 is swept.');
  await lin.sees('Step 39 is swept.');

  for (const message of ['Step 39 is swept.', 'Step 36 is swept.']) {
    await lin.opensMenu(message);
    await lin.page.getByRole('menuitem', { name: 'React with 🎉' }).click();
    for (const person of [ada, lin]) {
      await expect(person.message(message).getByRole('button', { name: /^🎉 1/ })).toBeInViewport({ ratio: 1 });
      await expect(person.button('Jump to the latest')).toHaveCount(0);
    }
  }
  await guest.says('The landing', 'The landing is swept.');
  for (const person of [ada, lin]) {
    await expect(person.message('The landing is swept.')).toBeInViewport({ ratio: 1 });
    await person.hasNothingUnread('The landing');
  }
});

story('what is pinned is found in the room’s head, and a link leads to its message', async ({ arrives, callsIn }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  const guest = await callsIn('Eve');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The board');
  await lin.joins('The board');
  await guest.joins('The board');
  await ada.sends('The loom is free on Mondays.');
  await ada.chooses('The loom is free on Mondays.', 'Pin');
  await expect(lin.message('The loom is free').getByText('Pinned')).toBeAttached();
  // In a public room those who look after it pin.
  await lin.opensMenu('The loom is free');
  await expect(lin.page.getByRole('menuitem', { name: 'Pin' })).toHaveCount(0);
  await lin.page.keyboard.press('Escape');
  await guest.says('The board', ...Array.from({ length: 120 }, (_, index) => `Knot ${index} is tied.`));
  await lin.sees('Knot 119 is tied.');
  await lin.reloads();
  await lin.sees('Knot 119 is tied.');
  await lin.doesNotSee('The loom is free');

  await lin.button('Pinned messages').click();
  await lin.page.getByRole('dialog').getByRole('button', { name: 'Go to the message' }).click();
  await expect(lin.message('The loom is free on Mondays.')).toBeFocused();
  await lin.button('Jump to the latest').click();
  await lin.sees('Knot 119 is tied.');

  await lin.chooses('Knot 119 is tied.', 'Copy link');
  await expect(lin.page.getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();

  await ada.button('Pinned messages').click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Unpin' }).click();
  await ada.isTold('Nothing is pinned here yet.');
});

story('who is mentioned or answered finds it gathered, and goes there', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The parlour');
  await lin.joins('The parlour');
  await lin.sends('Where is the warp?');
  await lin.opensRoom('Lobby');
  await lin.button('Mentions and replies').click();
  await lin.isTold('Nobody has spoken to you yet.');
  await lin.closesDialog();

  await ada.sees('Where is the warp?');
  await ada.writes(`@${lin.name} it is on the loom.`);
  await ada.composer.press('Enter');
  await ada.chooses('Where is the warp?', 'Reply');
  await ada.sends('As I said.');
  await ada.hasSent('As I said.');

  await lin.button('Mentions and replies, 2 new').click();
  const inbox = lin.page.getByRole('list', { name: 'Mentions and replies' });
  await expect(inbox.getByRole('listitem')).toHaveCount(2);
  await expect(inbox.getByRole('listitem').first()).toContainText('Answers you · The parlour');
  await expect(inbox.getByRole('listitem').last()).toContainText('Mentions you · The parlour');
  await inbox.getByRole('button', { name: 'Go to the message' }).last().click();
  await lin.isInRoom('The parlour');
  await expect(lin.message('it is on the loom.')).toBeFocused();
  await expect(lin.button('Mentions and replies')).toBeVisible();

  // Who is here when everybody here is called finds that too.
  await lin.opensRoom('Lobby');
  await ada.sends('@here the tea is ready.');
  await lin.button('Mentions and replies, 1 new').click();
  await expect(inbox.getByRole('listitem').first()).toContainText('Mentions who is here · The parlour');
  await lin.reloads();
  await lin.opensRoom('The parlour');
  await lin.sees('the tea is ready.');
  await expect(lin.button('Mentions and replies')).toBeVisible();

  // What somebody saves is theirs alone, on all their pages.
  await lin.chooses('it is on the loom.', 'Save for later');
  await expect(lin.message('it is on the loom.').getByText('Saved')).toBeAttached();
  await expect(ada.message('it is on the loom.').getByText('Saved')).toHaveCount(0);
  await lin.reloads();
  await expect(lin.message('it is on the loom.').getByText('Saved')).toBeAttached();
  await lin.opensAccount();
  await lin.button('Saved messages').click();
  const saved = lin.page.getByRole('list', { name: 'Saved messages' });
  await expect(saved.getByRole('listitem')).toContainText('it is on the loom.');
  await saved.getByRole('button', { name: 'Remove from saved' }).click();
  await lin.isTold('You have saved nothing yet.');
  await lin.closesDialog();
  await expect(lin.message('it is on the loom.').getByText('Saved')).toHaveCount(0);
});

story('who is mentioned by an edit of what they have read finds it, until they have seen it', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The fulling mill');
  await lin.joins('The fulling mill');
  await ada.sends('Somebody should full this cloth.');
  for (let day = 1; day <= 12; day++) await ada.sends(`Day ${day}:\n\nstill\n\nnot\n\nfulled`);
  await lin.sees('Day 12');
  await lin.hasNothingUnread('The fulling mill');
  const linsOtherTab = await lin.opensSecondTab('The fulling mill');
  await linsOtherTab.opensRoom('Lobby');

  await ada.edits('Somebody should full this cloth.', `@${lin.name} should full this cloth.`);
  await linsOtherTab.button('Mentions and replies, 1 new').click();
  const inbox = linsOtherTab.page.getByRole('list', { name: 'Mentions and replies' });
  await expect(inbox.getByRole('listitem')).toHaveCount(1);
  await expect(inbox.getByText('New', { exact: true })).toBeVisible();
  await inbox.getByRole('button', { name: 'Go to the message' }).click();
  await expect(linsOtherTab.message('should full this cloth.')).toBeFocused();
  await expect(linsOtherTab.button('Mentions and replies')).toBeVisible();
  await lin.turnsHere();
  await expect(lin.button('Mentions and replies')).toBeVisible();
  await lin.reloads();
  await expect(lin.button('Mentions and replies')).toBeVisible();
});
