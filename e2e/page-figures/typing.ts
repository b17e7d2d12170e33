import type { CDPSession, Page } from '@playwright/test';

const TEXT = 'The quick brown weaver winds **blue** yarn. ';

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
  await composer.pressSequentially(textOf(keys), { delay: 30 });
  const times = await page.evaluate(() => (globalThis as unknown as { typingTimes: number[] }).typingTimes);
  await composer.fill('');
  return times;
}

/**
 * Milliseconds of the main thread's CPU that a key costs: handling it, layout and paint, without the waiting for the next
 * frame, and without what the page does meanwhile in any case.
 */
export async function keyWorkMs(cdp: CDPSession, page: Page, keys: number): Promise<number> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const composer = page.locator('[data-composer]');
  await composer.fill('');
  const idleSince = performance.now();
  const idle = await secondsDuring(cdp, () => page.waitForTimeout(1_000));
  const idlePerMs = idle / (performance.now() - idleSince);
  const since = performance.now();
  const spent = await secondsDuring(cdp, () => composer.pressSequentially(textOf(keys), { delay: 20 }));
  const own = spent - idlePerMs * (performance.now() - since);
  await composer.fill('');
  await cdp.send('Performance.disable');
  return (own / keys) * 1000;
}

function textOf(keys: number): string {
  return TEXT.repeat(Math.ceil(keys / TEXT.length)).slice(0, keys);
}

async function secondsDuring(cdp: CDPSession, work: () => Promise<void>): Promise<number> {
  const before = await taskSeconds(cdp);
  await work();
  return (await taskSeconds(cdp)) - before;
}

async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}
