import { expect, story } from '../fixtures/story.ts';

story.use({ server: 'first run' });

story('the operator sees who is connected, and ends a connection', async ({ community, arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.takesOver(community.setupPath);
  await lin.registers();

  await ada.opensAccount();
  await ada.button('Live clients').click();
  const clients = ada.page.getByRole('dialog', { name: 'Live clients' });
  await expect(clients.getByText('2 clients are connected')).toBeVisible();
  await expect(clients.getByRole('row', { name: 'Ada' })).toContainText('127.0.0.1');
  await expect(clients.getByRole('row', { name: 'Lin' })).toContainText('127.0.0.1');

  await clients.getByRole('button', { name: 'End the connection of Lin' }).click();
  await expect(clients.getByText('1 client is connected')).toBeVisible();
  await expect(clients.getByRole('row', { name: 'Lin' })).toHaveCount(0);
  await expect(lin.page.getByRole('heading', { name: 'You were cut off' })).toBeVisible();

  await lin.button('Connect again').click();
  await lin.isInRoom('Lobby');
  await clients.getByRole('button', { name: 'Refresh' }).click();
  await expect(clients.getByRole('row', { name: 'Lin' })).toBeVisible();
});

story('what the console broadcasts is on top of every page, in whichever room', async ({ community, arrives }) => {
  const ada = await arrives('Ada');
  const lin = await arrives('Lin');
  await ada.takesOver(community.setupPath);
  await lin.registers();
  await lin.makesRoom('Elsewhere');

  community.type('broadcast <b>Tea</b> is ready');
  for (const { page } of [ada, lin]) {
    const banner = page.getByRole('region', { name: 'From the server' });
    await expect(banner).toContainText('<b>Tea</b> is ready');
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await expect(banner.getByText('Tea')).toHaveCount(0);
  }
  await expect(ada.message('Tea')).toHaveAccessibleName(/^From the server, /);
  await lin.reloads();
  await lin.opensRoom('Lobby');
  await expect(lin.message('Tea')).toHaveAccessibleName(/^From the server, /);
});
