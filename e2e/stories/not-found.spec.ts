import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, story } from '../fixtures/story.ts';

story('an address that leads nowhere says so, shows what was asked for, and leads home', async ({ arrives }) => {
  const ada = await arrives('Ada');
  ada.complaints.expect(/\b404\b.*\/nowhere/);
  expect(await ada.opens('/nowhere/<b>bold</b>')).toBe(404);

  const main = ada.page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(main.getByText('bold')).toContainText('/nowhere/');
  await expect(main.locator('b')).toHaveCount(0);

  await main.getByRole('link').first().click();
  await expect(ada.page).toHaveURL(/\/chat\/$/);
});

const clubStory = story.extend({
  server: async ({}, use) => use('own'),
  serverArgs: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'skein-site-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Club</title><h1>The club</h1>');
    await writeFile(join(folder, '404.html'), '<!doctype html><title>Gone</title><h1>The club has no such page</h1>');
    await use(['--folder', folder]);
    await rm(folder, { recursive: true });
  },
});

clubStory('a hosted folder answers with its own 404.html, and the chat stays where it is', async ({ arrives }) => {
  const ada = await arrives('Ada');
  ada.complaints.expect(/\b404\b.*\/(nowhere|favicon\.ico)$/);
  expect(await ada.opens('/')).toBe(200);
  await expect(ada.page.getByRole('heading', { name: 'The club' })).toBeVisible();

  expect(await ada.opens('/nowhere')).toBe(404);
  await expect(ada.page.getByRole('heading', { name: 'The club has no such page' })).toBeVisible();

  expect(await ada.opens('/chat/')).toBe(200);
  await expect(ada.page.getByRole('textbox', { name: 'Name' })).toBeVisible();
});
