import { defineConfig } from '@playwright/test';
import { contextOptions, launchOptions, readChoices, type BrowserChoice } from './browsers/choices.ts';
import type { StoryOptions } from './fixtures/story.ts';

const choices = readChoices();

export default defineConfig<StoryOptions>({
  testDir: 'stories',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: choices.map((choice) => ({
    name: choice.name,
    // Stories whose name ends with one engine's begin in that engine alone: they are about the server, or only it can do it.
    testMatch: new RegExp(String.raw`/[^./]+(\.${choice.name})?\.spec\.ts$`),
    use: {
      browserName: choice.name,
      ...contextOptions(choice),
      launchOptions: launchOptions(choice),
      otherChoice: otherThan(choice),
    },
  })),
});

/** Two people in a story use two engines where there are two. */
function otherThan(choice: BrowserChoice): BrowserChoice {
  return choices[(choices.indexOf(choice) + 1) % choices.length] ?? choice;
}
