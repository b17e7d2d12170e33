import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** What somebody does to find what was said, and to get around by a few letters. */
export class Finder {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  get input(): Locator {
    return this.#person.page.getByRole('combobox', { name: 'Search messages' });
  }

  get hits(): Locator {
    return this.#person.page.getByRole('listbox', { name: 'Search messages' }).getByRole('option');
  }

  /** Opens the search where it is not open yet. */
  async searchesFor(text: string): Promise<void> {
    if (!(await this.input.isVisible())) await this.#person.button('Search').click();
    await this.input.fill(text);
  }

  /** These messages and no others, from top to bottom. */
  async finds(...texts: readonly string[]): Promise<void> {
    await expect(this.hits).toHaveCount(texts.length);
    for (const [index, text] of texts.entries()) await expect(this.hits.nth(index)).toContainText(text);
  }

  async findsNothing(): Promise<void> {
    await expect(this.#person.page.getByRole('heading', { name: 'Nothing was found' })).toBeVisible();
  }

  /** Searches again and again, as what was said a moment ago may not be found yet. */
  async soonFinds(query: string, ...texts: readonly string[]): Promise<void> {
    await expect(async () => {
      await this.searchesFor('');
      await this.searchesFor(query);
      await expect(this.hits).toHaveCount(texts.length, { timeout: 2_000 });
    }).toPass();
    await this.finds(...texts);
  }

  /** What is marked in the first message that was found. */
  async seesMarked(...words: readonly string[]): Promise<void> {
    await expect(this.hits.first().locator('mark')).toHaveText([...words]);
  }

  async opensHit(text: string): Promise<void> {
    await this.hits.filter({ hasText: text }).click();
    await this.standsAt(text);
  }

  /** The message has the focus, and is on screen. */
  async standsAt(text: string): Promise<void> {
    await expect(this.#person.message(text)).toBeFocused();
    await expect(this.#person.message(text)).toBeInViewport();
  }

  async closes(): Promise<void> {
    await this.#person.page.keyboard.press('Escape');
    await expect(this.input).toHaveCount(0);
  }

  /** With the keyboard alone. */
  async goesTo(letters: string, room: string): Promise<void> {
    await this.#person.page.keyboard.press('ControlOrMeta+k');
    const switcher = this.#person.page.getByRole('dialog', { name: 'Go to' });
    await expect(switcher.getByRole('combobox')).toBeFocused();
    await this.#person.page.keyboard.type(letters);
    await expect(switcher.getByRole('option', { selected: true })).toContainText(room);
    await this.#person.page.keyboard.press('Enter');
    await this.#person.isInRoom(room);
  }
}
