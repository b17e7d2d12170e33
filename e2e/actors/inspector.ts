import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** Looks with axe whether a page can be used by everybody. */
export class Inspector {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Finds nothing in light, nor what depends on colours in dark. Both as the system would have it. */
  async approves(view: string): Promise<void> {
    await this.#page.emulateMedia({ colorScheme: 'light' });
    await this.#findsNothing(`${view} in light`, new AxeBuilder({ page: this.#page }).withTags(RULES));
    await this.#page.emulateMedia({ colorScheme: 'dark' });
    await this.#findsNothing(`${view} in dark`, new AxeBuilder({ page: this.#page }).withRules(['color-contrast']));
  }

  async #findsNothing(view: string, axe: AxeBuilder): Promise<void> {
    await this.#comesToRest();
    // There are no frames of other origins, and so no need for a page of its own to gather what was found.
    const { violations } = await axe.setLegacyMode().analyze();
    const findings = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    );
    const { width } = this.#page.viewportSize() ?? {};
    expect.soft(findings, `${view}, ${width} px wide`).toEqual([]);
  }

  /** Colours that are on their way to others are none to judge. What moves for ever is let move. */
  async #comesToRest(): Promise<void> {
    await this.#page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
    });
  }
}
