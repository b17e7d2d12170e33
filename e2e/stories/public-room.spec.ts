import { expect, story } from '../fixtures/story.ts';

story('a public room is found, joined and left again', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('Bobbin lace');
  await ada.sends('Everybody is welcome.');
  await lin.doesNotHave('Bobbin lace');

  await lin.joins('Bobbin lace', 'bobbin');
  await lin.seesFrom(ada, 'Everybody is welcome.');
  await expect(ada.page.getByText(`${lin.name} joined`)).toBeVisible();

  await ada.setsRetention('30 days');
  const said = 'set that messages are deleted after 30 days';
  await expect(lin.page.getByText(`${ada.name} ${said}`)).toBeVisible();
  await lin.showsMembers();
  await expect(lin.page.getByText('Messages here are deleted after 30 days.')).toBeVisible();
  await expect(lin.button('Change how long')).toHaveCount(0);

  ada.complaints.expect(/\b409\b.*\/leave/);
  await ada.cannotLeave('Bobbin lace', 'Make somebody else an owner first');
  await lin.leaves('Bobbin lace');
  await lin.isInRoom('Lobby');
  await expect(ada.page.getByText(`${lin.name} left`)).toBeVisible();
  await ada.sends('Gone already?');
  await lin.doesNotHave('Bobbin lace');

  await lin.joins('Bobbin lace');
  await lin.sees('Gone already?');
});
