import { runCommand } from '@skein/bench/command';
import { describeMachine, loadOfLastMinute } from '@skein/bench/machine';
import { writeSection } from '@skein/bench/section';
import type { Page } from '@playwright/test';
import { Person } from '../actors/person.ts';
import { ENGINES, launchOptions, readChoices as readBrowsers } from '../browsers/choices.ts';
import { Complaints } from '../fixtures/complaints.ts';
import { Wire } from '../fixtures/wire.ts';
import { HELP, parseChoices, type Choices } from './choices.ts';
import { tableOf, type Figure } from './figures.ts';
import { filledCommunity } from './filled-community.ts';
import { LAST, MEASURES, ONLY, OTHER, ROOM } from './measures.ts';

// `pnpm bench:page`: how the page feels in a room with a hundred thousand messages, in Chromium.

const MARKS = { from: '<!-- page: written by pnpm bench:page -->', to: '<!-- end of page -->' };

await runCommand({
  name: 'bench:page',
  help: HELP,
  parse: parseChoices,
  run: async (choices) => {
    const { figures, heading } = await measure(choices);
    const text = `${heading}\n\n${tableOf(figures)}`;
    process.stdout.write(`${text}\n`);
    if (choices.writes) await writeSection('docs/performance.md', MARKS, text);
    return figures.every(({ isMet }) => isMet);
  },
});

async function measure(choices: Choices): Promise<{ figures: readonly Figure[]; heading: string }> {
  const choice = readBrowsers().find(({ name }) => name === 'chromium');
  if (!choice) throw new Error('The page is measured in Chromium.');
  const load = loadOfLastMinute();
  await using community = await filledCommunity(ROOM, choices.messages, (done) =>
    progress(`writing: ${done} of ${choices.messages} messages`),
  );
  progress('\n');
  await using wire = await Wire.to(community.url);
  await using browser = await ENGINES.chromium.launch(launchOptions(choice));
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const ada = new Person({ name: 'Ada', wire, page, complaints: await Complaints.of(context) });
  await ada.registers();
  const firstLoad = await scriptBytes(page);
  await ada.makesRoom(OTHER);
  await ada.sends(ONLY);
  await ada.joins(ROOM);
  await ada.sends(LAST);
  const cdp = await context.newCDPSession(page);

  const figures: Figure[] = [];
  const { url } = community;
  for (const part of choices.parts) {
    progress(`${part} …`);
    const figure = await MEASURES[part]({ ada, cdp, firstLoad, url, choices, progress });
    figures.push(figure);
    progress(`${figure.what}: ${figure.seen}\n`);
  }
  const machine = await describeMachine();
  const heading =
    `${choices.messages.toLocaleString('en')} messages; Chromium ${browser.version()}, ${machine.processor}, ${machine.cores} cores, ` +
    `Node ${machine.node}; load before the run ${load.toFixed(1)}`;
  return { figures, heading };
}

/** Compressed bytes of JavaScript that the page has loaded so far. */
function scriptBytes(page: Page): Promise<number> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
}

function progress(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line.trimEnd()}\n`);
}
