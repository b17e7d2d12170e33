import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContextOptions, BrowserType, LaunchOptions } from '@playwright/test';
import { chromium, firefox, webkit } from '@playwright/test';
import playwright from '@playwright/test/package.json' with { type: 'json' };

// Which browsers the stories run in: Playwright's own, or the system's through a path. set-up.ts decides once and writes
// it down; the configuration and the fixtures read it.

export const ENGINES = { chromium, firefox, webkit } satisfies Record<string, BrowserType>;
export type EngineName = keyof typeof ENGINES;

export interface BrowserChoice {
  readonly name: EngineName;
  readonly version: string;
  /** The system's browser; without it, Playwright's own. */
  readonly systemPath?: string;
}

export function launchOptions({ name, systemPath }: Pick<BrowserChoice, 'name' | 'systemPath'>): LaunchOptions {
  if (systemPath === undefined) return {};
  // Playwright's own protocol is not in a Firefox as Mozilla ships it; this channel speaks WebDriver BiDi to it.
  return { executablePath: systemPath, ...(name === 'firefox' ? { channel: 'moz-firefox' } : {}) };
}

export function contextOptions({ name, systemPath }: BrowserChoice): BrowserContextOptions {
  if (name !== 'firefox' || systemPath === undefined) return {};
  // These cannot be emulated over BiDi, and asking for any of them fails.
  return { colorScheme: null, reducedMotion: null, forcedColors: null, contrast: null };
}

const FILE = join(import.meta.dirname, '../../.runtime/browsers.json');

/** @throws where nobody has chosen yet */
export function readChoices(): readonly BrowserChoice[] {
  const choices = keptChoices();
  if (!choices)
    throw new Error('Which browsers to use is not known yet: run `pnpm e2e`, or `node e2e/browsers/set-up.ts` first.');
  return choices;
}

/** What was chosen before, unless something has changed since. */
export function keptChoices(): readonly BrowserChoice[] | undefined {
  if (!existsSync(FILE)) return undefined;
  const { situation, choices } = JSON.parse(readFileSync(FILE, 'utf8')) as {
    situation: string;
    choices: BrowserChoice[];
  };
  const areThere = choices.every(({ systemPath }) => systemPath === undefined || existsSync(systemPath));
  return areThere && situation === presentSituation() ? choices : undefined;
}

export function keepChoices(choices: readonly BrowserChoice[]): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify({ situation: presentSituation(), choices }, undefined, 2));
}

export function isOwnInstalled(name: EngineName): boolean {
  return existsSync(ENGINES[name].executablePath());
}

function presentSituation(): string {
  const own = (Object.keys(ENGINES) as EngineName[]).filter(isOwnInstalled);
  return `playwright ${playwright.version} with ${own.join(', ') || 'no browser'} of its own`;
}
