import { Acquaintances } from '../actors/acquaintances.ts';
import { expect, story } from '../fixtures/story.ts';

story(
  'two people write to each other, a few share a conversation, and nobody else sees it',
  async ({ arrives, callsIn }) => {
    const ada = await arrives('Ada');
    const lin = await arrives('Lin');
    await ada.registers();
    await lin.registers();
    const [max, eve] = [await callsIn('Max'), await callsIn('Eve')];

    await new Acquaintances(ada).writesToFromCard(lin);
    await expect(ada.page.getByText('Only the two of you see what is said here.')).toBeVisible();
    await lin.doesNotHave(ada.name);
    await ada.sends('Shall we surprise Max?');
    await lin.hasUnread(ada.name, 1);
    await lin.hasTitle(/^\(1\) /);
    await new Acquaintances(lin).seesHereInList(ada);

    await new Acquaintances(lin).writesTo(ada);
    await lin.isInRoom(ada.name);
    await lin.seesFrom(ada, 'Shall we surprise Max?');
    await lin.sends('With a cake!');
    await ada.seesFrom(lin, 'With a cake!');

    await new Acquaintances(lin).writesTo(max, ada);
    await lin.isInRoom(`${ada.name}, ${max.name}`);
    await lin.sends('Cake at four.');
    await ada.hasUnread(`${lin.name}, ${max.name}`, 1);
    await ada.opensRoom(`${lin.name}, ${max.name}`);
    await ada.seesFrom(lin, 'Cake at four.');
    await ada.showsMembers();
    await expect(ada.button('Invite')).toHaveCount(0);
    await expect(ada.button('Leave room')).toHaveCount(0);
    expect(eve.rooms).toEqual(['Lobby']);
    expect(max.rooms.toSorted()).toEqual(['Lobby', `${ada.name}, ${lin.name}`].toSorted());
  },
);
