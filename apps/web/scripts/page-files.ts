import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Only by hand opened, fetched by the browser itself, or done without where there is no network. */
const LEFT_OUT = /(?:^|\/)sw\.js$|(?:^|\/)languages\/|\.map$|\.(?:br|gz)$/;

/** The files of a built page as a service worker keeps them; those with a hash in their name need no other version. */
export function pageFiles(folder: string): { url: string; revision: string | null }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !LEFT_OUT.test(file))
    .map((file) => ({ file, path: file.slice(folder.length).replaceAll('\\', '/') }))
    .map(({ file, path }) => ({
      url: `/chat/${path === 'index.html' ? '' : path}`,
      revision: path.startsWith('assets/') ? null : hashOf(file),
    }));
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
