import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from '../actors/person.ts';
import { ENGINES, launchOptions, readChoices as readBrowsers } from '../browsers/choices.ts';
import { Community } from '../fixtures/community.ts';
import { Complaints } from '../fixtures/complaints.ts';
import { Wire } from '../fixtures/wire.ts';
import { HELP, readChoices, type Choices } from './choices.ts';
import { Crowd } from './crowd.ts';
import { heapBytes, keyWorkMs, openingMs, percentile, scriptBytes, scrolling, typingMs } from './measures.ts';

// `pnpm bench:page`: how the page feels in a room with a hundred thousand messages, in Chromium.

const ROOM = 'Figures';
const OTHER = 'Elsewhere';
const LAST = 'This is the last of them.';
const OPENINGS = 10;
const SWITCHES = 20;
const SCROLL_MS = 20_000;
const KEYS = 200;
const PER_SECOND = 50;
const MEGABYTE = 2 ** 20;

interface Row {
  readonly what: string;
  readonly asked: string;
  readonly seen: string;
  readonly isMet: boolean;
}

const choices = readChoices(process.argv.slice(2));
if (choices) {
  const rows = await measure(choices);
  console.log(tableOf(rows));
  process.exitCode = rows.every(({ isMet }) => isMet) ? 0 : 1;
} else console.log(HELP);

async function measure({ messages, minutes }: Choices): Promise<readonly Row[]> {
  const choice = readBrowsers().find(({ name }) => name === 'chromium');
  if (!choice) throw new Error('The page is measured in Chromium.');
  await using browser = await ENGINES.chromium.launch(launchOptions(choice));
  await using community = await Community.open();
  await using wire = await Wire.to(community.url);
  const crowd = await Crowd.gathers(community.url, ROOM);
  await crowd.fills(ROOM, messages, LAST, (done) => progress(`writing: ${done} of ${messages} messages`));

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const ada = new Person({ name: 'Ada', wire, page, complaints: await Complaints.of(context) });
  await ada.registers();
  const firstLoad = await scriptBytes(page);
  await ada.joins(ROOM);
  await ada.makesRoom(OTHER);
  await ada.sends('Nothing else here.');
  const cdp = await context.newCDPSession(page);

  const rows: Row[] = [];
  const judge = (what: string, asked: string, seen: string, isMet: boolean): void => {
    rows.push({ what, asked, seen, isMet });
    progress(`${what}: ${seen}\n`);
  };
  judge('JavaScript of the first load', 'at most 80 kB', `${(firstLoad / 1000).toFixed(1)} kB`, firstLoad <= 80 * 1024);

  const openings: number[] = [];
  for (let round = 0; round < OPENINGS; round++) {
    await ada.opensRoom('Lobby');
    await ada.reloads();
    await ada.isInRoom('Lobby');
    await ada.seesConnected();
    openings.push(await openingMs(page, ROOM, LAST));
  }
  judge(`Opening the room (${OPENINGS} times)`, 'under 300 ms', spread(openings), Math.max(...openings) < 300);

  const switches: number[] = [];
  await ada.opensRoom(OTHER);
  for (let round = 0; round < SWITCHES; round++) {
    switches.push(await openingMs(page, ROOM, LAST));
    switches.push(await openingMs(page, OTHER, 'Nothing else here.'));
  }
  judge('Switching to a room from memory', 'under 100 ms', spread(switches), Math.max(...switches) < 100);

  await ada.opensRoom(ROOM);
  const scrolled = await scrolling(page, SCROLL_MS);
  const longest = Math.max(0, ...scrolled.longTasks);
  judge(
    `Scrolling up for ${SCROLL_MS / 1000} s, past ${scrolled.messages} messages`,
    'no task over 50 ms, never blank',
    `${scrolled.longTasks.length} long tasks (longest ${longest.toFixed(0)} ms), ${scrolled.blankFrames} of ${scrolled.frames} frames blank`,
    scrolled.longTasks.length === 0 && scrolled.blankFrames === 0,
  );

  await ada.opensRoom(OTHER);
  await ada.opensRoom(ROOM);
  const typing = await typingMs(page, KEYS);
  const work = await keyWorkMs(cdp, page, KEYS);
  judge(
    `Typing ${typing.length} keys`,
    'under 16 ms a key',
    `${work.toFixed(1)} ms of work a key; on screen after ${spread(typing)}`,
    work < 16 && percentile(typing, 0.5) < 16,
  );

  const heap = await watchHeap(minutes, crowd, cdp);
  const [first, last] = [heap[0]!, heap.at(-1)!];
  const isFlat = last < first * 1.1 + 2 * MEGABYTE;
  judge(
    `Memory over ${minutes} min at ${PER_SECOND} messages a second`,
    'flat',
    `${megabytes(first)} MB after the first minute, ${megabytes(last)} at the end, at most ${megabytes(Math.max(...heap))}`,
    isFlat,
  );
  crowd.hangsUp();
  return rows;
}

/** The heap at the end of each minute of traffic. */
async function watchHeap(
  minutes: number,
  crowd: Crowd,
  cdp: Parameters<typeof heapBytes>[0],
): Promise<readonly number[]> {
  const stop = new AbortController();
  const talking = crowd.talks(ROOM, PER_SECOND, stop.signal);
  const heap: number[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    progress(`memory: minute ${minute} of ${minutes}`);
    await sleep(60_000);
    heap.push(await heapBytes(cdp));
  }
  stop.abort();
  await talking;
  return heap;
}

function spread(values: readonly number[]): string {
  const [middle, most] = [percentile(values, 0.5), Math.max(...values)];
  return `${middle.toFixed(0)} ms at the median, ${most.toFixed(0)} at most`;
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}

function progress(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line.trimEnd()}\n`);
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, asked, seen, isMet }) => `| ${what} | ${asked} | ${seen} | ${isMet ? 'yes' : 'no'} |`,
  );
  return ['|     | asked | seen | met |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
