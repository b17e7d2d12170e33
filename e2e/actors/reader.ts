import { expect, type Route } from '@playwright/test';
import type { Person } from './person.ts';

/** A message and the distance of its lower edge from the top of the view, in CSS pixels. */
interface Place {
  readonly text: string;
  readonly bottom: number;
}

/** Somebody who scrolls through what was said, with an eye on whether anything jumps. */
export class Reader {
  readonly #person: Person;
  #held: Route[] | undefined;

  constructor(person: Person) {
    this.#person = person;
  }

  /** Keeps the answers to what the page asks of the room's history until `getsWhatHistoryThereIs`. */
  async waitsForHistory(): Promise<void> {
    this.#held = [];
    await this.#person.page.route('**/api/rooms/*/events?*', async (route) => {
      if (this.#held) this.#held.push(route);
      else await route.continue();
    });
  }

  /** Lets the answers through that the page has asked for by now, if any: it may have some rows in store. */
  async getsWhatHistoryThereIs(): Promise<void> {
    for (const route of this.#held?.splice(0) ?? []) await route.continue();
  }

  /** Turns the wheel, and waits until the page stands still. */
  async scrolls(pixels: number): Promise<void> {
    const { page, log } = this.#person;
    // More may have come above by then, so that the place is another one at the same distance.
    const place = async (): Promise<string> =>
      `${(await this.top()).text} ${await log.evaluate((view) => view.scrollTop)}`;
    const before = await place();
    await log.hover();
    await page.mouse.wheel(0, pixels);
    await expect.poll(place).not.toBe(before);
    await log.evaluate(async (view) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let last = -1; last !== view.scrollTop; await frame(), await frame()) last = view.scrollTop;
    });
  }

  /** The first message of which something is in view. */
  async top(): Promise<Place> {
    return (await this.#places()).find(({ bottom }) => bottom > 0) ?? { text: 'no message is in view', bottom: 0 };
  }

  async stillSees({ text, bottom }: Place): Promise<void> {
    const now = (await this.#places()).find((place) => place.text === text);
    expect(now, `the message "${text}"`).toBeDefined();
    expect(Math.abs((now?.bottom ?? 0) - bottom), `how far "${text}" has moved`).toBeLessThanOrEqual(1.5);
  }

  /** Where the newest message is, and nothing below it. */
  async isAtTheEnd(): Promise<void> {
    await expect
      .poll(() => this.#person.log.evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight))
      .toBeLessThanOrEqual(1);
  }

  /** A group's first message has its author above it, and stops being the first when older ones come: so only lower edges count. */
  async #places(): Promise<Place[]> {
    return this.#person.log.evaluate((view) => {
      const { top } = view.getBoundingClientRect();
      return [...view.querySelectorAll('article')].map((article) => {
        const lines = article.innerText.split('\n');
        const text = lines.reduce((longest, line) => (line.length > longest.length ? line : longest));
        return { text, bottom: article.getBoundingClientRect().bottom - top };
      });
    });
  }
}
