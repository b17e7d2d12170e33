import { Finder } from '../actors/finder.ts';
import { Inspector } from '../actors/inspector.ts';
import type { Person } from '../actors/person.ts';
import { expect, story } from '../fixtures/story.ts';

// Axe judges roles, names and colours, which no engine makes otherwise; only Chromium can be told which theme its system has.

story.use({ server: 'first run' });

const WIDTHS = [1440, 390];

story('axe finds nothing at the entrance, nor where nothing is', async ({ community, arrives }) => {
  const ada = await arrives('Ada');
  const { page } = ada;
  const inspector = new Inspector(page);
  ada.complaints.expect(/\b404\b.*\/nowhere$/);
  ada.complaints.expectBrokenConnections();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await ada.opens();
    await ada.isTold('This server has no operator yet.');
    await inspector.approves('the entrance of a new server');
    await ada.opens(community.setupPath);
    await page.getByRole('radio', { name: 'Whoever has a code' }).check();
    await inspector.approves('the first run');
    await ada.button('Make the account').click();
    await expect(ada.field('Name')).toBeFocused();
    await inspector.approves('the first run with a mistake');
    await page.goto('about:blank');
    await ada.opens('/chat/#reset=whatever');
    await expect(ada.field('New password')).toBeVisible();
    await inspector.approves('a new password');
    await ada.opens('/nowhere');
    await inspector.approves('the page that is not there');
    await page.route('**/api/session', (route) => route.abort());
    await ada.opens();
    await ada.isTold('The server cannot be reached just now.');
    await inspector.approves('no answer');
    await page.unroute('**/api/session');
  }
  await ada.takesOver(community.setupPath, 'Whoever has a code', 'seven threads');
  await ada.logsOut();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await inspector.approves('logged out');
    await ada.button('Register').click();
    await expect(ada.field('Registration code')).toBeVisible();
    await inspector.approves('registering');
    await ada.button('Log in').click();
  }
});

story('axe finds nothing in the chat, its menus and its dialogs', async ({ community, arrives, callsIn }) => {
  story.slow();
  const ada = await arrives('Ada');
  const { page } = ada;
  const inspector = new Inspector(page);
  ada.complaints.expectBrokenConnections();
  await ada.takesOver(community.setupPath);
  const lin = await callsIn('Lin');
  await lin.makesRoom('Reading room');
  await ada.makesRoom('Quiet room', 'Who is invited');
  await ada.invites(lin);
  await ada.joins('Reading room');
  for (const text of ['Look: https://example.org/', 'שלום', '🧶', 'x '.repeat(3000)]) await ada.sends(text);
  await lin.says('Reading room', 'And the answer.');
  await ada.opensRoom('Lobby');
  await lin.says('Reading room', 'Still unread.');

  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await walksThroughTheChat(ada, inspector);
  }
  community.type('broadcast Tea is ready');
  await expect(page.getByRole('region', { name: 'From the server' })).toContainText('Tea');
  await inspector.approves('a broadcast');
  await ada.isCut();
  await inspector.approves('no connection');
});

story('axe finds nothing where messages are edited and deleted', async ({ community, arrives }) => {
  story.slow();
  const ada = await arrives('Ada');
  const inspector = new Inspector(ada.page);
  await ada.takesOver(community.setupPath);
  for (const width of WIDTHS) {
    await ada.page.setViewportSize({ width, height: 900 });
    await changesWhatWasSaid(ada, inspector);
  }
});

async function walksThroughTheChat(ada: Person, inspector: Inspector): Promise<void> {
  const { page } = ada;
  await ada.goesToRooms();
  await inspector.approves('the rooms');
  await ada.opensAccount();
  await inspector.approves('the account menu');
  for (const dialog of ['Who may register', 'Make a reset link', 'Live clients']) {
    await ada.button(dialog).click();
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await inspector.approves(dialog);
    await ada.closesDialog();
    await ada.opensAccount();
  }
  await page.keyboard.press('Escape');

  await ada.button('Make a room').click();
  await inspector.approves('making a room');
  await ada.closesDialog();
  await ada.button('Find rooms').click();
  await expect(ada.button('Open Reading room')).toBeVisible();
  await inspector.approves('finding rooms');
  await ada.field('Search by name').fill('there is none');
  await ada.isTold('No public room has such a name.');
  await inspector.approves('finding no room');
  await ada.closesDialog();

  await findsItsWay(ada, inspector);
  await ada.opensRoom('Quiet room');
  await ada.showsMembers();
  await inspector.approves('the members');
  await ada.button('Leave room').click();
  await inspector.approves('leaving');
  await ada.closesDialog();

  await ada.goesToRooms();
  await ada.opensRoom('Reading room');
  await ada.sees('And the answer.');
  await inspector.approves('a conversation');
  await writesWhatIsOffered(ada, inspector);
  await ada.goesToRooms();
  await ada.opensRoom('Lobby');
}

async function findsItsWay(ada: Person, inspector: Inspector): Promise<void> {
  const { page } = ada;
  const finder = new Finder(ada);
  await finder.searchesFor('');
  await inspector.approves('the search before anything is typed');
  await finder.soonFinds('look', 'Look: https://example.org/');
  await inspector.approves('what was found');
  await finder.searchesFor('from:');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeVisible();
  await inspector.approves('people suggested');
  await finder.searchesFor('there is none');
  await finder.findsNothing();
  await inspector.approves('nothing found');
  await finder.closes();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('r');
  await expect(page.getByRole('option', { name: 'Reading room' })).toBeVisible();
  await inspector.approves('the quick switcher');
  await ada.closesDialog();
  await ada.opensAccount();
  await ada.button('Keyboard shortcuts').click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await inspector.approves('the sheet of shortcuts');
  await ada.closesDialog();
}

async function writesWhatIsOffered(ada: Person, inspector: Inspector): Promise<void> {
  await ada.writes('**bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n@');
  await ada.isOffered('');
  await expect(ada.page.getByRole('region', { name: 'Preview' }).getByRole('table')).toBeVisible();
  await inspector.approves('writing with a preview and with names offered');
  await ada.writes('');
  await ada.button('Emoji').click();
  await expect(ada.page.getByRole('option', { name: 'grinning face', exact: true })).toBeVisible();
  await inspector.approves('picking an emoji');
  await ada.page.keyboard.press('Escape');
}

async function changesWhatWasSaid(ada: Person, inspector: Inspector): Promise<void> {
  const { page } = ada;
  await ada.sends('To be edited');
  await ada.sends('To be deleted');
  await ada.hasSent('To be deleted');
  await ada.edits('To be edited', 'Edited it is');
  await ada.opensMenu('To be deleted');
  await inspector.approves('the menu of a message');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await inspector.approves('deleting a message');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await ada.doesNotSee('To be deleted');
  await ada.composer.press('ArrowUp');
  await expect(ada.editor).toBeFocused();
  await inspector.approves('editing a message, beside one that was deleted');
  await page.keyboard.press('Escape');
  await ada
    .message('Edited it is')
    .getByRole('button', { name: /edited/ })
    .click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  await inspector.approves('the versions of a message');
  await ada.closesDialog();
  await ada.deletes('Edited it is');
  await ada.doesNotSee('Edited it is');
}
