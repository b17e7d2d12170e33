import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { Guest } from './actors/guest.ts';
import { Person } from './actors/person.ts';
import { ENGINES, launchOptions, readChoices } from './browsers/choices.ts';
import { Community } from './fixtures/community.ts';
import { Complaints } from './fixtures/complaints.ts';
import { Wire } from './fixtures/wire.ts';

// Takes the pictures of the documentation (`pnpm screenshots`): a server of its own, a small club, and a browser.

const FOLDER = join(import.meta.dirname, '../docs/screenshots');
const ROOMS = ['Dyeing', 'Looms and tools', 'Library', 'Autumn fair'];
const TALK: readonly (readonly [name: string, ...texts: string[]])[] = [
  ['Ada', 'Good evening! The blue yarn is here, forty skeins of it.'],
  ['Björn', 'Wonderful.', 'Who can help on Saturday to wind it?'],
  ['Мария', 'I can, from ten. Пряжа — это моё 🧶'],
  ['דנה', 'גם אני באה, עם שתי ידיים'],
  ['Ada', 'That makes three of us. How to wind without a swift: https://example.org/winding'],
  ['健太', 'I bring my swift, then nobody has to hold it for an hour. And tea 🍵'],
  ['Zoë', '🎉'],
];

const choice = readChoices().find(({ name }) => name === 'chromium');
if (!choice) throw new Error('The pictures are taken with Chromium.');
mkdirSync(FOLDER, { recursive: true });
await using browser = await ENGINES.chromium.launch(launchOptions(choice));
await using community = await Community.start({ args: [], onMove: () => {} });
await using wire = await Wire.to(community.url);

const [operator, club] = [await newcomer('Ada'), new Map<string, Guest | Person>()];
await operator.opens(community.setupPath);
await picture(operator.page, 'first-run');
await operator.takesOver(community.setupPath);
club.set('Ada', operator);
await peopleArrive();
await peopleTalk();
for (const colorScheme of ['light', 'dark'] as const) await showTheChat(colorScheme);
await showTheRest();
for (const person of club.values()) if (person instanceof Guest) person.hangsUp();

async function peopleArrive(): Promise<void> {
  for (const [name] of TALK) if (!club.has(name)) club.set(name, await Guest.registers(community.url, name));
  for (const room of ROOMS) await operator.makesRoom(room);
  await operator.makesRoom('Committee', 'Who is invited');
  await operator.opensRoom('Lobby');
  for (const guest of club.values()) {
    if (!(guest instanceof Guest)) continue;
    guest.looksAt('Lobby');
    for (const room of ROOMS) await guest.joins(room);
  }
}

async function peopleTalk(): Promise<void> {
  for (const [name, ...texts] of TALK) {
    const person = club.get(name);
    if (person instanceof Guest) await person.says('Lobby', ...texts);
    else for (const text of texts) await operator.sends(text);
    await operator.sees(texts.at(-1) ?? '');
  }
  const dyer = club.get('Мария');
  if (dyer instanceof Guest) await dyer.says('Dyeing', 'Weld for yellow, woad for blue.', 'And green is both.');
}

async function showTheChat(colorScheme: 'light' | 'dark'): Promise<void> {
  await operator.page.emulateMedia({ colorScheme });
  await operator.page.setViewportSize({ width: 1440, height: 900 });
  await picture(operator.page, `chat-${colorScheme}`);
  await operator.page.setViewportSize({ width: 390, height: 844 });
  await picture(operator.page, `chat-narrow-${colorScheme}`);
  await operator.goesToRooms();
  await picture(operator.page, `rooms-narrow-${colorScheme}`);
  await operator.opensRoom('Lobby');
}

async function showTheRest(): Promise<void> {
  await operator.page.emulateMedia({ colorScheme: 'light' });
  await operator.page.setViewportSize({ width: 900, height: 700 });
  await operator.opensRoom('Looms and tools');
  await operator.showsMembers();
  await picture(operator.page, 'members');
  const stranger = await newcomer('Somebody');
  await stranger.opens();
  await picture(stranger.page, 'entrance');
  await stranger.opens('/the/thread/that/was/lost');
  await picture(stranger.page, 'not-found');
}

async function newcomer(name: string): Promise<Person> {
  const options: BrowserContextOptions = {
    viewport: { width: 1200, height: 860 },
    reducedMotion: 'reduce',
    timezoneId: zoneOfTheEvening(),
  };
  const context = await browser.newContext(options);
  return new Person({ name, wire, page: await context.newPage(), complaints: await Complaints.of(context) });
}

/** Somewhere it is between seven and eight in the evening. The signs of these zones are turned round. */
function zoneOfTheEvening(): string {
  const hours = 19 - new Date().getUTCHours();
  const ahead = hours > 14 ? hours - 24 : hours;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  console.log(`docs/screenshots/${name}.png`);
}
