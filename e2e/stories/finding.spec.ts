import { Finder } from '../actors/finder.ts';
import { Keyboard } from '../actors/keyboard.ts';
import { expect, story } from '../fixtures/story.ts';

const CHAPTERS = Array.from({ length: 160 }, (_, index) => `Chapter ${index + 1} goes on.`);

story(
  'what was said is found in any script, where one may read it, as long as it is there',
  async ({ arrives, callsIn }) => {
    const quentin = await arrives('Quentin');
    const lin = await arrives('Lin');
    await quentin.registers();
    await lin.registers();
    await quentin.makesRoom('Tea house');
    await lin.joins('Tea house');
    for (const text of ['我们在北京喝茶', 'نشرب الشاي معًا', 'Überraschung: teapots!', 'The teapot is a secret.'])
      await quentin.sends(text);
    await lin.sees('The teapot is a secret.');
    await quentin.makesRoom('Cellar', 'Who is invited');
    await quentin.writes('A teapot in the **cellar**.');
    await quentin.composer.press('Enter');
    await quentin.hasSent('A teapot in the cellar.');

    const finder = new Finder(lin);
    await finder.soonFinds('teapot in:"Tea house"', 'The teapot is a secret.', 'Überraschung: teapots!');
    await finder.searchesFor('北京');
    await finder.finds('我们在北京喝茶');
    await finder.seesMarked('北京');
    await finder.searchesFor('الشاي');
    await finder.finds('نشرب الشاي');
    await finder.searchesFor('uberrasch');
    await finder.seesMarked('Überrasch');

    await finder.searchesFor('cellar');
    await finder.findsNothing();
    await new Finder(quentin).soonFinds('cellar', 'A teapot in the cellar.');
    await new Finder(quentin).seesMarked('cellar');
    await new Finder(quentin).closes();

    await quentin.opensRoom('Tea house');
    await quentin.deletes('The teapot is a secret.');
    await finder.soonFinds('teapot in:"Tea house"', 'Überraschung: teapots!');

    // So few letters find nobody else in a community of many stories.
    await finder.searchesFor('from:que');
    await lin.page
      .getByRole('listbox', { name: 'Suggestions' })
      .getByRole('option', { name: quentin.name })
      .first()
      .click();
    await expect(finder.input).toHaveValue(/^from:.* $/);
    await finder.input.pressSequentially('北京');
    await finder.finds('我们在北京喝茶');
    await finder.closes();

    const teller = await callsIn('Teller');
    await teller.joins('Tea house');
    await teller.says('Tea house', 'Long ago there was a samovar.', ...CHAPTERS);
    await lin.opensRoom('Tea house');
    await lin.sees('Chapter 160 goes on.');
    await lin.doesNotSee('samovar');
    await finder.soonFinds('samovar', 'Long ago there was a samovar.');
    await lin.page.keyboard.press('Enter');
    await finder.standsAt('Long ago there was a samovar.');
    await lin.reloads();
    await finder.standsAt('Long ago there was a samovar.');
    await lin.button('Jump to the latest').click();
    await lin.sees('Chapter 160 goes on.');
  },
);

story(
  'rooms and people are reached with a few letters, and a sheet tells of every key',
  async ({ arrives, callsIn }) => {
    const ada = await arrives('Ada');
    await ada.registers();
    const lin = await callsIn('Linnea');
    await ada.makesRoom('Gardens and parks');
    await ada.makesRoom('Harbour');
    const finder = new Finder(ada);
    await finder.goesTo('gap', 'Gardens and parks');
    await finder.goesTo('', 'Harbour');
    await finder.goesTo('linnea', lin.name);

    const keys = new Keyboard(ada.page);
    await ada.page.getByRole('log').focus();
    await keys.press('?');
    await expect(ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
      'Go to a room or a person',
    );
    await keys.press('Escape');
    await keys.press('/');
    await expect(finder.input).toBeFocused();
    await keys.type('in:gard');
    await keys.press('Tab');
    await expect(finder.input).toHaveValue('in:"Gardens and parks" ');
    await keys.press('Escape');
    await expect(finder.input).toHaveCount(0);
    await expect(ada.page.getByRole('log')).toBeFocused();
  },
);
