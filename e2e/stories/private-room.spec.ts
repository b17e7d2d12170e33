import { expect, story } from '../fixtures/story.ts';

story(
  'a private room is there for those invited, in all their tabs, and gone for whoever is removed',
  async ({ arrives }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    const max = await arrives('Max');
    for (const person of [ada, lin, max]) await person.registers();
    const linsOtherTab = await lin.opensSecondTab();

    await ada.makesRoom('Surprise', 'Who is invited');
    await ada.sends('Lin must not know yet.');
    await lin.doesNotFind('Surprise');
    await lin.doesNotHave('Surprise');

    await ada.invites(lin);
    await linsOtherTab.hears(`${ada.name} brought you into Surprise`);
    await lin.listsRooms('Surprise', 'Lobby');
    await linsOtherTab.hasAsNew('Surprise');
    await lin.turnsHere();
    await lin.reloads();
    await lin.hasAsNew('Surprise');
    await lin.opensRoom('Surprise');
    await lin.hasAsKnown('Surprise');
    await linsOtherTab.hasAsKnown('Surprise');
    await lin.sends('Now I know.');
    await ada.seesFrom(lin, 'Now I know.');
    await max.doesNotFind('Surprise');
    await max.doesNotHave('Surprise');

    await ada.removes(lin);
    await lin.doesNotHave('Surprise');
    await linsOtherTab.doesNotHave('Surprise');
    await expect(lin.page.getByRole('heading', { name: 'You are not in this room' })).toBeVisible();
    await lin.button('Go to the Lobby').click();
    await lin.isInRoom('Lobby');
    await lin.doesNotFind('Surprise');
  },
);
