import { expect, story } from '../fixtures/story.ts';

story('whoever is removed and kept out cannot come back until let in again', async ({ arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.registers();
  await lin.registers();
  await ada.makesRoom('Spinning wheel');
  await lin.joins('Spinning wheel');
  await ada.seesMember(lin);

  await ada.keepsOut(lin);
  await lin.doesNotHave('Spinning wheel');
  await lin.button('Go to the Lobby').click();
  lin.complaints.expect(/\b403\b.*\/join$/);
  await lin.triesToJoin('Spinning wheel');
  await lin.isTold('Whoever looks after this room has closed it to this account.');
  await lin.closesDialog();

  ada.complaints.expect(/\b403\b.*\/members$/);
  await ada.commands(`/invite ${lin.name}`);
  await ada.isTold('Whoever looks after this room has closed it to this account.');
  await ada.writes('');
  await ada.reloads();
  await ada.letsInAgain(lin);
  await lin.joins('Spinning wheel');
  await ada.seesMember(lin);
  await lin.showsMembers();
  await expect(lin.page.getByRole('heading', { name: 'Kept out' })).toHaveCount(0);
});
