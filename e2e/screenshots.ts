import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { attaches, describes, sendsFiles } from './actors/files.ts';
import { Finder } from './actors/finder.ts';
import { Guest } from './actors/guest.ts';
import { Person } from './actors/person.ts';
import { ENGINES, launchOptions, readChoices } from './browsers/choices.ts';
import { Community } from './fixtures/community.ts';
import { Complaints } from './fixtures/complaints.ts';
import { Wire } from './fixtures/wire.ts';

// Takes the pictures of the documentation (`pnpm screenshots`): a server of its own, a small club, and a browser.

const FOLDER = join(import.meta.dirname, '../docs/screenshots');
const ROOMS = ['Dyeing', 'Looms and tools', 'Library', 'Autumn fair'];
const ROOM = 'Dyeing';
const TALK: readonly (readonly [name: string, ...texts: string[]])[] = [
  [
    'Björn',
    'For the **autumn fair** we still need two colours:\n\n| colour | from | days |\n|---|---|---:|\n| yellow | weld | 2 |\n| blue | woad | 5 |',
    'Who can help on Saturday?',
  ],
  ['Мария', 'I can, from ten. Пряжа — это моё 🧶'],
  ['דנה', 'גם אני באה, עם שתי ידיים'],
  ['Zoë', 'So that nobody has to count:\n```ts\nconst water = (wool: Grams) => wool * 30;\n```'],
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
await peopleAnswer();
for (const colorScheme of ['light', 'dark'] as const) await showTheChat(colorScheme);
await showTheRest();
for (const person of club.values()) if (person instanceof Guest) person.hangsUp();

async function peopleArrive(): Promise<void> {
  for (const [name] of TALK) if (!club.has(name)) club.set(name, await Guest.registers(community.url, name));
  for (const room of ROOMS) await operator.makesRoom(room);
  await operator.makesRoom('Committee', 'Who is invited');
  await operator.opensRoom(ROOM);
  for (const guest of club.values()) {
    if (!(guest instanceof Guest)) continue;
    for (const room of ROOMS) await guest.joins(room);
    guest.looksAt(ROOM);
  }
}

async function peopleTalk(): Promise<void> {
  for (const [name, ...texts] of TALK) {
    const person = club.get(name);
    if (person instanceof Guest) await person.says(ROOM, ...texts);
  }
  const reader = club.get('Zoë');
  if (reader instanceof Guest)
    await reader.says('Library', 'The book about woad is back.', 'Who has the other book, about madder?');
}

async function peopleAnswer(): Promise<void> {
  await operator.sees('const water');
  await reactsTo('Who can help', '👍');
  await reactsTo('Пряжа', '🎉');
  await operator.chooses('Who can help', 'Pin');
  await operator.chooses('Who can help', 'Reply');
  await operator.writes('@Björn I bring my swift, and tea');
  await operator.page.keyboard.press('Enter');
  await operator.hasSent('I bring my swift');
  const image = { name: 'skeins.png', mimeType: 'image/png', buffer: await drawsSkeins(operator.page) };
  await attaches(operator, image);
  await describes(operator, image.name, 'Four skeins of dyed wool');
  await sendsFiles(operator, 'From last year:');
  await operator.hasSent('From last year:');
  // At a reload everything is in its place, pictures too.
  await operator.reloads();
  await operator.page.getByRole('button', { name: 'Open Four skeins' }).waitFor();
}

async function reactsTo(text: string, emoji: string): Promise<void> {
  await operator.opensMenu(text);
  await operator.page.getByRole('menuitem', { name: `React with ${emoji}` }).click();
}

/** A picture to send: skeins in the colours of the plants. */
async function drawsSkeins(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 720, height: 300 });
    const brush = canvas.getContext('2d')!;
    brush.fillStyle = '#efe6d3';
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.lineWidth = 3;
    for (const [index, colour] of ['#a8321f', '#d9a520', '#2c7a5b', '#3a4796'].entries())
      for (let thread = 0; thread < 22; thread++) {
        brush.strokeStyle = colour;
        brush.globalAlpha = 0.45 + (thread % 3) * 0.2;
        brush.beginPath();
        brush.ellipse(105 + index * 170, 150, 22 + thread * 1.9, 62 + thread * 3, (thread % 5) * 0.03, 0, 7);
        brush.stroke();
      }
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function showTheChat(colorScheme: 'light' | 'dark'): Promise<void> {
  await operator.page.emulateMedia({ colorScheme });
  await operator.page.setViewportSize({ width: 1440, height: 900 });
  await operator.page.reload();
  await operator.page.getByRole('button', { name: 'Open Four skeins' }).waitFor();
  await operator.seesHere(club.size);
  await picture(operator.page, `chat-${colorScheme}`);
  await operator.page.setViewportSize({ width: 390, height: 844 });
  await picture(operator.page, `chat-narrow-${colorScheme}`);
}

async function showTheRest(): Promise<void> {
  await operator.page.emulateMedia({ colorScheme: 'light' });
  await operator.goesToRooms();
  await picture(operator.page, 'rooms-narrow');
  await operator.opensRoom(ROOM);
  await operator.page.setViewportSize({ width: 1440, height: 900 });
  await operator.page.getByRole('button', { name: '1 reply' }).click();
  await operator.page.getByRole('log', { name: 'Replies' }).getByText('I bring my swift').waitFor();
  await picture(operator.page, 'replies');
  await new Finder(operator).soonFinds('book', 'about madder', 'about woad');
  await picture(operator.page, 'search');
  await operator.page.keyboard.press('Escape');
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
  // Nothing is drawn before the page knows who looks at it.
  await page.getByRole('heading').first().waitFor();
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
  console.log(`docs/screenshots/${name}.png`);
}
