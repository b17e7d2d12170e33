import { realpathSync, statSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Mistake } from '@skein/command-line/mistake';

// One reader for each kind of value. What is wrong is thrown as a Mistake that continues the sentence "--port …".

/** Reads a value by its name, so that what is wrong is a whole sentence. */
export function readValue<T>(name: string, reader: (text: string) => T, text: string): T {
  try {
    return reader(text);
  } catch (error) {
    throw error instanceof Mistake ? new Mistake(`${name} ${error.message}`) : error;
  }
}

export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new Mistake(`must be a whole number from ${least} to ${most}, not "${text}".`);
  };
}

/** @returns bytes */
export function megabytes(least: number) {
  const read = wholeNumber(least, 999_999);
  return (text: string): number => read(text) * 1_000_000;
}

/** For environment variables; a flag on the command line is `1`. */
export function yesOrNo(text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new Mistake(`must be 1 or 0, not "${text}".`);
}

export function oneOf<const T extends string>(words: readonly T[]) {
  return (text: string): T => {
    const word = words.find((each) => each === text);
    if (word) return word;
    throw new Mistake(`must be one of ${words.join(', ')}, not "${text}".`);
  };
}

/** @returns the absolute path */
export function existingFolder(text: string): string {
  if (kindOf(text) === 'folder') return resolve(text);
  throw new Mistake(`names ${problemWith(text)}: ${resolve(text)}`);
}

/** @returns the absolute path */
export function existingFile(text: string): string {
  if (kindOf(text) === 'file') return resolve(text);
  throw new Mistake(`names ${problemWith(text)}: ${resolve(text)}`);
}

/** @returns the absolute path of a folder that is there or can be made */
export function folderToBe(text: string): string {
  if (kindOf(text) !== 'file') return resolve(text);
  throw new Mistake(`names ${problemWith(text)}: ${resolve(text)}`);
}

export function host(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(address)) return address;
  throw new Mistake(`must be an address or a host name without a port, such as 127.0.0.1, not "${text}".`);
}

/** @returns the origin, without a slash at the end */
export function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new Mistake(
    `must be http:// or https:// with a host and no path, such as https://chat.example.org, not "${text}".`,
  );
}

const NAMED_RANGES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** @returns addresses and CIDR ranges; the named ranges are spelt out */
export function addressRanges(text: string): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.flatMap((entry) => {
    if (Object.hasOwn(NAMED_RANGES, entry)) return NAMED_RANGES[entry]!;
    if (isIP(entry) || isRange(entry)) return entry;
    throw new Mistake(
      `must list addresses, ranges such as 10.0.0.0/8 or the word loopback, with commas between; "${entry}" is none of them.`,
    );
  });
}

function isRange(entry: string): boolean {
  const [, address, bits] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  return address !== undefined && isIP(address) !== 0 && Number(bits) <= (isIPv6(address) ? 128 : 32);
}

/** Follows symbolic links, also above a path that is not there yet. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(realPath(folder), realPath(path));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(path: string): string {
  if (kindOf(path) !== undefined) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : resolve(realPath(parent), relative(parent, path));
}

function kindOf(path: string): 'folder' | 'file' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}

function problemWith(path: string): string {
  const kind = kindOf(path);
  if (kind === undefined) return 'something that is not there';
  return kind === 'file' ? 'a file where a folder is needed' : 'a folder where a file is needed';
}
