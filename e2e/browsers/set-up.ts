import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { canInstallPackages, installPackages } from '@skein/launcher/debian-packages';
import {
  ENGINES,
  isOwnInstalled,
  keepChoices,
  keptChoices,
  launchOptions,
  type BrowserChoice,
  type EngineName,
} from './choices.ts';

// Finds or fetches the browsers: Playwright's own where they are or can be downloaded, else the system's, else Debian's
// packages. Chromium and Firefox are needed; WebKit runs where Playwright has it. A browser counts once it has started.

const SYSTEM_PROGRAMS: Readonly<Record<EngineName, readonly string[]>> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox-esr', 'firefox'],
  webkit: [],
};
const NEEDED: readonly EngineName[] = ['chromium', 'firefox'];
const NAMES = Object.keys(ENGINES) as EngineName[];
/** Where the package is not named as the engine. */
const PACKAGES: Readonly<Partial<Record<EngineName, string>>> = { firefox: 'firefox-esr' };

const choices = keptChoices() ?? (await choose());
for (const name of NAMES) console.log(`${name.padEnd(10)}${describe(choices.find((choice) => choice.name === name))}`);

async function choose(): Promise<readonly BrowserChoice[]> {
  if (!NAMES.every(isOwnInstalled) && (await canDownload())) downloadOwn();
  let found = await startable(NAMES);
  const missing = () => NEEDED.filter((name) => !found.some((choice) => choice.name === name));
  if (missing().length > 0 && canInstallPackages) {
    installPackages(missing().map((name) => PACKAGES[name] ?? name));
    found = [...found, ...(await startable(missing()))];
  }
  if (missing().length > 0) fail(missing());
  keepChoices(found);
  return found;
}

async function startable(names: readonly EngineName[]): Promise<BrowserChoice[]> {
  const found = await Promise.all(names.map(firstThatStarts));
  return found.filter((choice) => choice !== undefined);
}

async function firstThatStarts(name: EngineName): Promise<BrowserChoice | undefined> {
  const own = isOwnInstalled(name) ? [{ name }] : [];
  const systems = SYSTEM_PROGRAMS[name].flatMap(pathOf).map((systemPath) => ({ name, systemPath }));
  for (const candidate of [...own, ...systems]) {
    const version = await startedVersion(candidate);
    if (version !== undefined) return { ...candidate, version };
  }
  return undefined;
}

async function startedVersion(candidate: Pick<BrowserChoice, 'name' | 'systemPath'>): Promise<string | undefined> {
  try {
    await using browser = await ENGINES[candidate.name].launch({ ...launchOptions(candidate), timeout: 60_000 });
    return browser.version();
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    console.log(`${candidate.systemPath ?? `Playwright's ${candidate.name}`} does not start: ${reason}`);
    return undefined;
  }
}

/** Asks for the first file that Playwright would fetch: where its host is out of reach, its own tries take minutes. */
async function canDownload(): Promise<boolean> {
  const plan = playwright(['install', '--dry-run', 'chromium'], { stdio: 'pipe' });
  const [, url] = /Download url:\s+(\S+)/.exec(plan.stdout?.toString() ?? '') ?? [];
  if (url === undefined) return false;
  console.log(`Asking ${new URL(url).host} for Playwright's browsers …`);
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!answer?.ok) console.log('It does not answer; looking for browsers of the system instead.');
  return answer?.ok ?? false;
}

function downloadOwn(): void {
  playwright(['install', ...(canInstallPackages ? ['--with-deps'] : []), ...NAMES], {
    stdio: 'inherit',
    timeout: 900_000,
  });
}

function playwright(args: readonly string[], options: { stdio: 'pipe' | 'inherit'; timeout?: number }) {
  const script = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  return spawnSync(process.execPath, [script, ...args], options);
}

function pathOf(program: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .map((folder) => join(folder, program))
    .filter((path) => existsSync(path))
    .slice(0, 1);
}

function describe(choice: BrowserChoice | undefined): string {
  if (!choice) return 'not here: only where Playwright has it';
  return `${choice.version}, ${choice.systemPath ?? "Playwright's own"}`;
}

function fail(missing: readonly EngineName[]): never {
  const names = missing.join(' and ');
  console.error(
    `The browser tests need ${names}, and could not get ${missing.length > 1 ? 'them' : 'it'}. Install ${names} by hand ` +
      '(on Debian: apt-get install chromium firefox-esr; elsewhere: pnpm exec playwright install chromium firefox).',
  );
  process.exit(1);
}
