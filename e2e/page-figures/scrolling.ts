import type { Page } from '@playwright/test';

export interface Scrolled {
  /** How many messages further up the reader is. */
  readonly messages: number;
  readonly longTasks: readonly number[];
  readonly frames: number;
  /** Frames in which the middle of the room was empty. */
  readonly blankFrames: number;
}

interface Seen {
  readonly first: number;
  readonly longTasks: number[];
  frames: number;
  blankFrames: number;
  isOver: boolean;
  /** The number of the message that is in the middle. */
  inTheMiddle: () => number;
}

/** Pixels a turn of the wheel, and turns a second: as fast as a hand goes that wants to get far. */
const WHEEL_PX = 400;
const WHEEL_PER_SECOND = 20;

/**
 * Scrolls up through a room with the wheel for a while. What watches asks for the places of a few rows after each frame, when
 * they are known anyway, so that it costs nothing that would be measured.
 */
export async function scrolling(page: Page, ms: number): Promise<Scrolled> {
  await page.evaluate(() => {
    const rows = document.querySelector('[role="log"] .timeline-rows')!.children;
    const { top, height } = document.querySelector('[role="log"]')!.getBoundingClientRect();
    /** The first row with its lower edge below this place of the view, 0 to 1. */
    const rowAt = (part: number): Element | undefined => {
      let low = 0;
      let high = rows.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (rows[middle]!.getBoundingClientRect().bottom > top + height * part) high = middle;
        else low = middle + 1;
      }
      return rows[low];
    };
    /** Between two messages there is a little space, but not as much as this. */
    const isBlank = (): boolean => !((rowAt(0.4)?.getBoundingClientRect().top ?? Infinity) < top + height * 0.6);
    const inTheMiddle = (): number => Number(/#(\d+)/.exec(rowAt(0.5)?.textContent ?? '')?.[1] ?? NaN);
    const seen: Seen = { first: inTheMiddle(), longTasks: [], frames: 0, blankFrames: 0, isOver: false, inTheMiddle };
    Object.assign(globalThis, { scrollingSeen: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
    }).observe({ type: 'longtask' });
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      seen.frames++;
      if (isBlank()) seen.blankFrames++;
    };
    const look = (): void => {
      channel.port2.postMessage(undefined);
      if (!seen.isOver) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const log = await page.getByRole('log').boundingBox();
  await page.mouse.move(log!.x + log!.width / 3, log!.y + log!.height / 2);
  for (const since = Date.now(); Date.now() - since < ms;) {
    await page.mouse.wheel(0, -WHEEL_PX);
    await page.waitForTimeout(1_000 / WHEEL_PER_SECOND);
  }
  return page.evaluate(() => {
    const { scrollingSeen: seen } = globalThis as unknown as { scrollingSeen: Seen };
    seen.isOver = true;
    const { first, inTheMiddle, longTasks, frames, blankFrames } = seen;
    return { messages: first - inTheMiddle(), longTasks, frames, blankFrames };
  });
}
