import type { Page } from '@playwright/test';

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
          const rows = document.querySelector('[role="log"] .timeline-rows');
          if (!rows?.lastElementChild?.textContent.includes(last)) return void requestAnimationFrame(look);
          // What is there in one frame is painted before the next.
          requestAnimationFrame(() => resolve(performance.now() - since));
        };
        link.click();
        look();
      }),
    [room, last] as const,
  );
}
