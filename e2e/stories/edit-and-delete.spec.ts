import { Keyboard } from '../actors/keyboard.ts';
import { expect, story } from '../fixtures/story.ts';

story('what somebody edits or deletes is seen by the others at once', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The study');
  await lin.joins('The study');
  await ada.sends('The fair is on Monday.');
  await ada.sends('A secret.');
  await lin.sends('Something rude.');

  await lin.sees('The fair is on Monday.');
  await lin.mayNotChange('The fair is on Monday.');
  await ada.edits('The fair is on Monday.', 'The fair is on Sunday.');
  await lin.sees('The fair is on Sunday.');
  await lin.seesEdited('The fair is on Sunday.');
  await lin.doesNotSee('Monday');
  expect(await lin.readsVersions('The fair is on Sunday.')).toEqual([
    'The fair is on Sunday.',
    'The fair is on Monday.',
  ]);

  await ada.composer.press('ArrowUp');
  await ada.savesAs('No secret.');
  await lin.sees('No secret.');
  await ada.deletes('No secret.');
  await lin.sees('Message deleted');
  await lin.doesNotSee('No secret.');

  // Ada made the room, and so looks after it.
  await ada.deletes('Something rude.');
  await lin.sees(`Removed by ${ada.name}`);
  await ada.sees(`Removed by ${ada.name}`);
  await lin.reloads();
  const said = ['The fair is on Sunday.', 'Message deleted', `Removed by ${ada.name}`];
  for (const person of [ada, lin]) {
    await person.seesInOrder(...said);
    for (const gone of ['secret', 'rude', 'Monday']) await person.doesNotSee(gone);
  }
});

story('a message edited and one deleted by others while away are seen right after coming back', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The winter garden');
  await lin.joins('The winter garden');
  for (const text of ['Meet at one.', 'Bring the ladder.', 'And the rope.']) await lin.sends(text);
  await ada.sends('I come at two.');
  await lin.sees('I come at two.');

  await ada.isCut();
  await lin.edits('Meet at one.', 'Meet at three.');
  await lin.deletes('Bring the ladder.');
  await lin.sees('Message deleted');
  await lin.sends('All changed.');
  await lin.hasSent('All changed.');
  await ada.sees('Bring the ladder.');
  await ada.edits('I come at two.', 'I come at four.');
  await ada.isWaitingToSend('I come at four.');
  await lin.sees('I come at two.');

  await ada.isBack();
  for (const person of [ada, lin]) {
    await person.seesInOrder('Meet at three.', 'Message deleted', 'And the rope.', 'I come at four.', 'All changed.');
    await person.seesEdited('Meet at three.');
    await person.seesEdited('I come at four.');
    await person.doesNotSee('ladder');
  }
});

story('an edit of what was deleted meanwhile is kept for its writer, with the reason', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('The gate');
  await lin.joins('The gate');
  await lin.sends('Not for long.');
  await ada.sees('Not for long.');

  await lin.isCut();
  await ada.deletes('Not for long.');
  await lin.edits('Not for long.', 'For longer.');
  await lin.isBack();
  await lin.isTold('This message was deleted in the meantime.');
  await lin.seesInOrder(`Removed by ${ada.name}`, 'For longer.');
  await lin.message('For longer.').getByRole('button', { name: 'Discard' }).click();
  await lin.doesNotSee('For longer.');
});

story('without a mouse messages are edited and deleted', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const { page } = ada;
  const keys = new Keyboard(page);
  await ada.registers();
  await ada.makesRoom('Ten thumbs');
  for (const text of ['First', 'Second', 'Third']) await ada.sends(text);
  await ada.mayActOn('Third');

  await keys.press('ArrowUp');
  await expect(ada.editor).toBeFocused();
  await expect(ada.editor).toHaveValue('Third');
  await keys.type(' changed');
  await keys.press('Escape');
  await expect(ada.composer).toBeFocused();
  await ada.seesInOrder('First', 'Second', 'Third');
  await keys.press('ArrowUp');
  await keys.type(', really');
  await keys.press('Enter');
  await ada.seesEdited('Third, really');
  await expect(ada.composer).toBeFocused();

  const actions = page.getByRole('button', { name: 'Message actions' });
  await keys.tabTo(actions.last(), 'Shift+Tab');
  await keys.press('ArrowUp');
  await expect(actions.nth(1)).toBeFocused();
  await keys.showsFocus();
  await keys.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await keys.press('Escape');
  await expect(actions.nth(1)).toBeFocused();
  await keys.press('Enter', 'End');
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
  await keys.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Delete this message?' })).toBeVisible();
  await keys.press('Escape');
  await expect(actions.nth(1)).toBeFocused();
  await keys.press('Enter', 'End', 'Enter');
  await keys.tabToAndPress(page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }));
  await ada.seesInOrder('First', 'Message deleted', 'Third, really');
  await expect(ada.log).toBeFocused();

  // Whoever empties a message is asked whether it is to be deleted.
  await ada.composer.focus();
  await keys.press('ArrowUp', 'ControlOrMeta+a', 'Backspace', 'Enter');
  await expect(page.getByRole('dialog', { name: 'Delete this message?' })).toBeVisible();
});
