import type { CDPSession } from '@playwright/test';
import type { Person } from '../actors/person.ts';
import type { Choices, Part } from './choices.ts';
import { Crowd } from './crowd.ts';
import { percentile, spread, type Figure } from './figures.ts';
import { FLAT, trendOf, watchMemory } from './memory.ts';
import { openingMs } from './opening.ts';
import { scrolling } from './scrolling.ts';
import { keyWorkMs, typingMs } from './typing.ts';

/** The large room, and how its last message ends. */
export const ROOM = 'Figures';
export const LAST = 'This is the last of them.';
/** A room with one message. */
export const OTHER = 'Elsewhere';
export const ONLY = 'Nothing else here.';

const OPENINGS = 10;
const SWITCHES = 20;
const SCROLL_MS = 20_000;
const KEYS = 200;
const PER_SECOND = 50;

/** Whose page is measured, and what they see it through. */
export interface Measured {
  readonly ada: Person;
  readonly cdp: CDPSession;
  /** Compressed bytes of JavaScript that the page had loaded once it stood. */
  readonly firstLoad: number;
  /** Of the server. */
  readonly url: string;
  readonly choices: Choices;
  readonly progress: (line: string) => void;
}

/** Each leaves the page as it found it: in the large room, at its end. */
export const MEASURES: Readonly<Record<Part, (measured: Measured) => Promise<Figure>>> = {
  async loading({ firstLoad }) {
    return {
      what: 'JavaScript of the first load',
      asked: 'at most 80 kB',
      seen: `${(firstLoad / 1000).toFixed(1)} kB`,
      isMet: firstLoad <= 80_000,
    };
  },

  async opening({ ada }) {
    const times: number[] = [];
    for (let round = 0; round < OPENINGS; round++) {
      await ada.opensRoom('Lobby');
      await ada.reloads();
      await ada.isInRoom('Lobby');
      await ada.seesConnected();
      times.push(await openingMs(ada.page, ROOM, LAST));
    }
    return { what: 'Opening the room', asked: 'under 300 ms', seen: spread(times), isMet: Math.max(...times) < 300 };
  },

  async switching({ ada: { page } }) {
    const times: number[] = [];
    // Once for the code, and for the room to be in memory.
    await openingMs(page, OTHER, ONLY);
    await openingMs(page, ROOM, LAST);
    for (let round = 0; round < SWITCHES; round++) {
      times.push(await openingMs(page, OTHER, ONLY));
      times.push(await openingMs(page, ROOM, LAST));
    }
    return {
      what: 'Switching to a room from memory',
      asked: 'under 100 ms',
      seen: spread(times),
      isMet: Math.max(...times) < 100,
    };
  },

  async scrolling({ ada }) {
    const { messages, longTasks, frames, blankFrames } = await scrolling(ada.page, SCROLL_MS);
    const longest = longTasks.length === 0 ? '' : ` (longest ${Math.max(...longTasks).toFixed(0)} ms)`;
    await ada.opensRoom(OTHER);
    await ada.opensRoom(ROOM);
    return {
      what: `Scrolling up for ${SCROLL_MS / 1000} s, past ${messages} messages`,
      asked: 'no task over 50 ms, never blank',
      seen: `${longTasks.length} long tasks${longest}, ${blankFrames} of ${frames} frames blank`,
      isMet: longTasks.length === 0 && blankFrames === 0,
    };
  },

  async typing({ ada: { page }, cdp }) {
    const times = await typingMs(page, KEYS);
    const work = await keyWorkMs(cdp, page, KEYS);
    return {
      what: `Typing ${KEYS} keys`,
      asked: 'under 16 ms a key',
      seen: `${work.toFixed(1)} ms of work a key; on screen after ${spread(times)}`,
      isMet: work < 16 && percentile(times, 0.5) < 16,
    };
  },

  async memory({ cdp, url, choices: { minutes }, progress }) {
    const crowd = await Crowd.gathers(url, ROOM);
    const { samples, messages } = await watchMemory(cdp, crowd, ROOM, { minutes, perSecond: PER_SECOND }, (sample) =>
      progress(`minute ${sample.minute}: ${sample.heapMegabytes.toFixed(2)} MB, ${sample.nodes} nodes\n`),
    );
    crowd.hangsUp();
    const [first, last] = [samples[0]!, samples.at(-1)!];
    const { heapMegabytes, nodes, verdict } = trendOf(samples);
    return {
      what: `Memory over ${minutes} min, ${messages.toLocaleString('en')} messages at ${PER_SECOND} a second`,
      asked: `flat: an hour adds at most ${FLAT.heapMegabytes} MB and ${FLAT.nodes} nodes`,
      seen:
        `${verdict}: ${first.heapMegabytes.toFixed(1)} to ${last.heapMegabytes.toFixed(1)} MB, ${first.nodes} to ${last.nodes} nodes; ` +
        `by the hour ${signed(heapMegabytes, 1)} MB, ${signed(nodes, 0)} nodes`,
      isMet: verdict === 'flat',
    };
  },
};

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
