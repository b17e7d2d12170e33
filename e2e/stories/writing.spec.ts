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
