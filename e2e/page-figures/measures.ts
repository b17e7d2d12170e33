import type { CDPSession, Page } from '@playwright/test';

/** Compressed bytes of JavaScript that the page has loaded so far. */
export function scriptBytes(page: Page): Promise<number> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
}

/** From the click on a room in the list until its last message has been painted, in milliseconds. */
export function openingMs(page: Page, room: string, last: string): Promise<number> {
  return page.evaluate(
    ([room, last]) =>
      new Promise<number>((resolve, reject) => {
        const links = [...document.querySelectorAll<HTMLElement>('nav a')];
        const link = links.find(({ textContent }) => textContent.trim().startsWith(room));
        if (!link) return reject(new Error(`there is no room ${room} in the list`));
        const since = performance.now();
        const look = (): void => {
          const messages = document.querySelectorAll('[role="log"] article');
          if (!messages[messages.length - 1]?.textContent.includes(last)) return void requestAnimationFrame(look);
          // What is there in one frame is painted before the next.
          requestAnimationFrame(() => resolve(performance.now() - since));
        };
        link.click();
        look();
      }),
    [room, last] as const,
  );
}

export interface Scrolling {
  readonly messages: number;
  readonly longTasks: readonly number[];
  readonly frames: number;
  /** Frames in which the middle of the room was empty. */
  readonly blankFrames: number;
}

/** Scrolls up through a room with the wheel for a while. */
export async function scrolling(page: Page, ms: number): Promise<Scrolling> {
  await page.evaluate(() => {
    const seen = { messages: new Set<string>(), longTasks: [] as number[], frames: 0, blankFrames: 0, isOver: false };
    Object.assign(globalThis, { scrollingSeen: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
    }).observe({ type: 'longtask' });
    const log = document.querySelector('[role="log"]')!;
    const look = (): void => {
      const { left, width, top, height } = log.getBoundingClientRect();
      // Between two messages there is a little space: one of three points is on something, unless there is nothing.
      const points = [0.4, 0.5, 0.6].map((part) => document.elementFromPoint(left + width / 3, top + height * part));
      const isBlank = points.every((element) => !element?.closest('article, .row-day, .row-unread, .changes'));
      seen.frames++;
      if (isBlank) seen.blankFrames++;
      for (const message of document.querySelectorAll('[role="log"] article')) seen.messages.add(message.textContent);
      if (!seen.isOver) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const log = await page.getByRole('log').boundingBox();
  await page.mouse.move(log!.x + log!.width / 3, log!.y + log!.height / 2);
  for (const since = Date.now(); Date.now() - since < ms;) {
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(50);
  }
  return page.evaluate(() => {
    const { scrollingSeen: seen } = globalThis as unknown as {
      scrollingSeen: {
        messages: Set<string>;
        longTasks: number[];
        frames: number;
        blankFrames: number;
        isOver: boolean;
      };
    };
    seen.isOver = true;
    const { longTasks, frames, blankFrames } = seen;
    return { messages: seen.messages.size, longTasks, frames, blankFrames };
  });
}

/** For each key typed into the composer, milliseconds from the key to the frame that shows it. */
export async function typingMs(page: Page, keys: number): Promise<readonly number[]> {
  const composer = page.locator('[data-composer]');
  await composer.focus();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { typingTimes: times });
    document.querySelector('[data-composer]')!.addEventListener('keydown', () => {
      const since = performance.now();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        // Behind the frame's own work: what is measured includes layout and paint.
        channel.port1.onmessage = () => times.push(performance.now() - since);
        channel.port2.postMessage(undefined);
      });
    });
  });
  await composer.pressSequentially('The quick brown weaver winds **blue** yarn. '.repeat(Math.ceil(keys / 44)), {
    delay: 30,
  });
  const times = await page.evaluate(() => (globalThis as unknown as { typingTimes: number[] }).typingTimes);
  await composer.fill('');
  return times;
}

/** Milliseconds that handling a key keeps the page busy: its own work, without the wait for the next frame. */
export async function keyWorkMs(cdp: CDPSession, page: Page, keys: number): Promise<number> {
  await cdp.send('Performance.enable');
  const before = await taskSeconds(cdp);
  const composer = page.locator('[data-composer]');
  await composer.pressSequentially('w'.repeat(keys), { delay: 20 });
  const spent = (await taskSeconds(cdp)) - before;
  await composer.fill('');
  return (spent / keys) * 1000;
}

async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

/** Bytes of JavaScript's heap after a garbage collection. */
export async function heapBytes(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
