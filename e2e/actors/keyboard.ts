import { expect, type Locator, type Page } from '@playwright/test';

/** Enough to come around any page. */
const MOST_TABS = 60;

/** Somebody's keyboard, who has no mouse. Whatever has the focus must be in view and look like it. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Presses Tab until this has the focus. */
  async tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(wanted).toBeVisible();
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await hasFocus(wanted)) return;
      await this.press(key);
      await this.showsFocus();
    }
    await expect(wanted).toBeFocused();
  }

  async tabToAndPress(wanted: Locator, key = 'Enter'): Promise<void> {
    await this.tabTo(wanted);
    await this.press(key);
  }

  /** Whatever has the focus is in view, and it or what is around it looks otherwise without. */
  async showsFocus(): Promise<void> {
    const focus = await this.#page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const around: Element[] = [];
      for (let each: Element | null = element; each && around.length < 4; each = each.parentElement) around.push(each);
      const look = (): string =>
        around
          .map((each) => getComputedStyle(each))
          .map(({ outline, boxShadow, borderColor, clipPath }) => [outline, boxShadow, borderColor, clipPath].join(' '))
          .join('; ');
      const withFocus = look();
      element.blur();
      const isSeen = look() !== withFocus;
      element.focus({ preventScroll: true });
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const isInView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
      return { isSeen, isInView, what: element.outerHTML.slice(0, 200) };
    });
    // Between the last and the first element the focus is with the browser.
    if (focus) expect(focus).toMatchObject({ isSeen: true, isInView: true });
  }
}

async function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}
