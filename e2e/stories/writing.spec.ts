import { expect, story } from '../fixtures/story.ts';

story('what is written with Markdown is previewed, and arrives as it was meant', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The pattern');
  await lin.joins('The pattern');
  const keys = ada.page.keyboard;

  // In a list Shift and Enter make the next item, Tab moves it in; Enter sends.
  await ada.types('**Bring**');
  await keys.press('Shift+Enter');
  await ada.types('- wool');
  await keys.press('Shift+Enter');
  await ada.types('blue');
  await keys.press('Tab');
  await ada.hasWritten('**Bring**\n- wool\n  - blue');
  const preview = ada.page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('listitem')).toHaveCount(2);
  await expect(preview.locator('strong')).toHaveText('Bring');
  await keys.press('Enter');
  await ada.hasWritten('');
  await expect(preview).toHaveCount(0);
  const list = lin.message('Bring').getByRole('list');
  await expect(list.first().getByRole('listitem')).toHaveCount(2);
  await expect(lin.message('Bring').locator('strong')).toHaveText('Bring');
  await expect(lin.message('Bring')).not.toContainText('**');

  // In code Enter makes a line, until the code is closed.
  await ada.types('```ts');
  await keys.press('Shift+Enter');
  await ada.types('const a = "<b>";');
  await keys.press('Enter');
  await ada.types('```');
  await keys.press('Enter');
  await ada.hasWritten('');
  const code = lin.message('const a').locator('pre');
  await expect(code).toHaveText('const a = "<b>";');
  await expect(code.locator('span', { hasText: 'const' })).toHaveCount(1);

  await ada.writes('| who | how many |\n|---|--:|\n| Lin | 7 |');
  await keys.press('Enter');
  await expect(lin.message('how many').getByRole('cell')).toHaveText(['Lin', '7']);
  await ada.writes('> wise words\n\nindeed, [see there](https://example.org/)');
  await keys.press('Enter');
  await expect(lin.message('indeed').getByRole('link', { name: 'see there' })).toHaveAttribute(
    'href',
    'https://example.org/',
  );

  // An edit goes the same way.
  await lin.sends('plain');
  await lin.composer.press('ArrowUp');
  await lin.editor.fill('no longer *plain*');
  await lin.editor.press('Enter');
  await expect(ada.message('no longer').locator('em')).toHaveText('plain');
  await lin.reloads();
  await expect(lin.message('how many').getByRole('columnheader')).toHaveText(['who', 'how many']);
});

story('an address pasted onto words makes a link, and a pasted program is offered as code', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.types('see the shop');
  await ada.selects('the shop');
  await ada.pastes('https://example.org/shop');
  await ada.hasWritten('see [the shop](https://example.org/shop)');
  await ada.page.keyboard.press('ControlOrMeta+z');
  await ada.hasWritten('see the shop');

  await ada.writes('');
  await ada.pastes('function wind(yarn) {\n  return yarn.ball();\n}');
  await ada.button('Make what was pasted a block of code').click();
  await ada.hasWritten('```\nfunction wind(yarn) {\n  return yarn.ball();\n}\n```');
});

story('a message with the name of an emoji waits until it is known which one that is', async ({ arrives }) => {
  const ada = await arrives('Ada');
  await ada.registers();
  await ada.makesRoom('The bobbin winder');
  const held: (() => Promise<void>)[] = [];
  await ada.page.route('**/make-emoji-book-*.js', (route) => void held.push(() => route.continue()));
  await ada.page.keyboard.insertText('Wound: :yarn:');
  await ada.page.keyboard.press('Enter');
  await ada.types(', all of it :tada:');
  await expect.poll(() => held.length).toBe(1);
  await held[0]!();
  await ada.hasSent('Wound: 🧶, all of it 🎉');
  await ada.hasWritten('');
});

story('emoji are written by name and picked, by keyboard alone', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  const keys = ada.page.keyboard;

  await ada.types('Hurray :tada');
  await ada.isOffered(':tada:');
  await keys.press('Enter');
  await ada.hasWritten('Hurray 🎉 ');
  await ada.types('and :yarn: :)');
  await ada.hasWritten('Hurray 🎉 and 🧶 :)');
  await keys.press('Enter');
  await lin.sees('Hurray 🎉 and 🧶 :)');
  await keys.insertText('At once: :yarn:, :tada: and `:tada:`');
  await ada.hasWritten('At once: 🧶, 🎉 and `:tada:`');
  await ada.writes('');

  const picker = ada.page.getByRole('dialog', { name: 'Pick an emoji' });
  await ada.button('Emoji').press('Enter');
  await expect(picker.getByRole('option', { name: 'party popper' }).first()).toBeVisible();
  await ada.page.getByRole('radio', { name: 'Medium', exact: true }).check();
  await picker.getByRole('combobox').fill('waving');
  await keys.press('Enter');
  await expect(picker).toHaveCount(0);
  await expect(ada.composer).toBeFocused();
  await ada.hasWritten('👋🏽');
  await ada.button('Emoji').press('Enter');
  await expect(picker).toBeVisible();
  await keys.press('Escape');
  await expect(picker).toHaveCount(0);
});

story('somebody who is mentioned sees it, in whatever way they were named', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The mill');
  await lin.joins('The mill');
  const keys = ada.page.keyboard;

  await ada.types('Ask @li');
  await ada.isOffered(lin.name);
  await keys.press('Tab');
  await ada.hasWritten(`Ask @${lin.name} `);
  await ada.types('or @her');
  await ada.isOffered('@here');
  await keys.press('Escape');
  await ada.isOfferedNothing();
  await ada.types('e');
  await keys.press('Enter');
  await expect(lin.message('Ask').locator('.mention')).toHaveText([`@${lin.name}`, '@here']);
  await expect(lin.message('Ask').locator('.mention').first()).toHaveAttribute('data-own', 'true');
  await expect(ada.message('Ask').locator('.mention').first()).toHaveAttribute('data-own', 'false');

  // In the editor a mention is a name again, and stays one.
  await ada.composer.press('ArrowUp');
  await expect(ada.editor).toHaveValue(`Ask @${lin.name} or @here`);
  await ada.editor.press('End');
  await keys.type(', please');
  await keys.press('Enter');
  await expect(lin.message('please').locator('.mention')).toHaveCount(2);
});

story('a stroke gives a command, which is completed, explained and refused', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The drying room', 'Who is invited');
  const keys = ada.page.keyboard;

  await ada.types('/in');
  await ada.isOffered('/invite name');
  await keys.press('Enter');
  await ada.types(lin.name);
  await keys.press('Enter');
  await ada.isTold(`${lin.name} is in.`);
  await ada.hasWritten('');
  await lin.opensRoom('The drying room');

  await ada.commands('/invite nobody-of-this-name');
  await ada.isTold('Nobody here is called nobody-of-this-name.');
  await ada.hasWritten('/invite nobody-of-this-name');
  await ada.commands('/mee spins');
  await ada.isTold('There is no command /mee.');
  await ada.commands('/me spins');
  await expect(lin.message('spins').locator('em')).toHaveText('spins');
  await ada.commands('//me is how it is written');
  await lin.sees('/me is how it is written');
  await ada.commands('/shrug');
  await lin.sees('¯\\_(ツ)_/¯');
  await ada.commands('/topic What the looms are for');
  await expect(lin.page.getByText('What the looms are for')).not.toHaveCount(0);
  lin.complaints.expect(/\b403\b.*\/api\/rooms\//);
  await lin.commands('/topic Nothing at all');
  await lin.isTold('You may not do this');
  await lin.hasWritten('/topic Nothing at all');
  await lin.writes('');
  await ada.commands('/help');
  await expect(ada.page.getByRole('dialog', { name: 'Writing messages' })).toContainText('/msg name words');
  await ada.closesDialog();

  await ada.commands(`/msg ${lin.name} Only you.`);
  await ada.isInRoom(lin.name);
  await ada.sees('Only you.');
  await lin.opensRoom(ada.name);
  await lin.sees('Only you.');
  await ada.commands('/join Lobby');
  await ada.isInRoom('Lobby');
  await lin.opensRoom('The drying room');
  await lin.commands('/leave');
  await lin.page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await lin.doesNotHave('The drying room');
});
