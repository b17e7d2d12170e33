import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { contentType } from 'mime-types';
import { CODINGS, type Coding } from './content-coding.ts';
import { isSameVersion, statsToVersion, type FileVersion } from './file-version.ts';
import { listFolder, type Listing } from './folder-listing.ts';
import { FolderWatch } from './folder-watch.ts';
import type { Source } from './representation.ts';
import { isAbsence, servablePlace } from './servable.ts';

export interface FolderTableOptions {
  readonly root: string;
  /** Names at the root that are not served from here. */
  readonly reserved: ReadonlySet<string>;
  readonly maxEntries: number;
  readonly trustMs: number;
  readonly watch: boolean;
  cacheControl(key: string): string;
  headers(key: string): readonly string[];
  /** What the operator should know; told once for each kind. */
  warn(message: string): void;
}

export interface SiteFile {
  readonly directory: SiteDirectory;
  readonly source: Source;
  readonly encoded: ReadonlyMap<Coding, Source>;
}

interface SiteDirectory {
  /** With slashes at both ends. */
  readonly key: string;
  readonly parent: SiteDirectory | undefined;
  readonly path: string;
  names: Listing;
  /** Where it really is, and which one; undefined before it was listed. */
  place: string | undefined;
  version: FileVersion | undefined;
  /** The watcher saw names come or go. */
  hasNews: boolean;
  checkedAt: number;
  listingMs: number;
  checking: Promise<void> | undefined;
}

const NOT_ENCODED: ReadonlyMap<Coding, Source> = new Map();

/**
 * A folder as a table from decoded paths to files. What a client asks for is only ever a key of it, so that no path can
 * lead anywhere. A directory is listed when it is first asked for, and again when its watcher heard of news or, where
 * nothing can be watched, when it was not looked at for a second: a dead watcher costs freshness of a second, not truth.
 */
export class FolderTable implements Disposable {
  readonly #options: FolderTableOptions;
  readonly #files = new Map<string, SiteFile>();
  readonly #directories = new Map<string, SiteDirectory>();
  readonly #watch: FolderWatch;

  constructor(options: FolderTableOptions) {
    this.#options = options;
    this.#watch = new FolderWatch(options.watch, (key, name, isNews) => this.#hear(key, name, isNews), options.warn);
    this.#addDirectory('/', undefined);
  }

  /** The file at a path, `index.html` for that of a directory. As far as is known: see `isDue`. */
  file(path: string): SiteFile | undefined {
    return this.#files.get(path.endsWith('/') ? `${path}index.html` : path);
  }

  /** Whether something on the way to this path has to be looked at before the table can be believed. */
  isDue(path: string, now: number): boolean {
    for (const directory of this.#onTheWay(path)) if (this.#isDirectoryDue(directory, now)) return true;
    return false;
  }

  /** Looks at what is due on the way to this path. */
  async check(path: string): Promise<void> {
    for (const directory of this.#onTheWay(path)) {
      if (!this.#isDirectoryDue(directory, performance.now())) continue;
      directory.checking ??= this.#checkDirectory(directory).finally(() => (directory.checking = undefined));
      await directory.checking;
    }
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }

  /** The known directories from the root down. It ends at the first unknown one, however long the path. */
  *#onTheWay(path: string): Generator<SiteDirectory> {
    let key = '/';
    for (;;) {
      const directory = this.#directories.get(key);
      if (directory === undefined) return;
      yield directory;
      if (key.length >= path.length) return;
      const slash = path.indexOf('/', key.length);
      key = slash === -1 ? `${path}/` : path.slice(0, slash + 1);
    }
  }

  /** News are looked at at once, but listing a huge directory takes no more than a tenth of the time. */
  #isDirectoryDue({ version, checkedAt, hasNews, listingMs }: SiteDirectory, now: number): boolean {
    const age = now - checkedAt;
    return version === undefined || age >= this.#options.trustMs || (hasNews && age >= 10 * listingMs);
  }

  async #checkDirectory(directory: SiteDirectory): Promise<void> {
    const lookedAt = performance.now();
    const hadNews = directory.hasNews;
    directory.hasNews = false;
    const place = await servablePlace(this.#options.root, directory.path);
    const version = place === undefined ? undefined : await directoryVersion(place);
    if (place === undefined || version === undefined || isCycle(directory, place)) return this.#leave(directory);
    const last = directory.version;
    if (hadNews || !last || last.mayHideChange || !isSameVersion(last, version) || directory.place !== place) {
      // Watched before it is listed, so that nothing is missed between.
      this.#watch.follow(directory.key, place, version.inode);
      directory.place = place;
      this.#apply(
        directory,
        await listFolder(this.#options.root, place, directory.key === '/', this.#options.maxEntries),
      );
      directory.listingMs = performance.now() - lookedAt;
    }
    directory.version = version;
    directory.checkedAt = lookedAt;
  }

  /** There is no such directory any more. The root stays, empty: it may come back. */
  #leave(directory: SiteDirectory): void {
    if (directory.parent !== undefined) return this.#removeDirectory(directory);
    this.#apply(directory, new Map());
    this.#watch.forget('/');
    directory.place = undefined;
    directory.version = NO_DIRECTORY;
    directory.checkedAt = performance.now();
  }

  #apply(directory: SiteDirectory, listed: Listing): void {
    const names = this.#withoutReserved(directory, listed);
    for (const [name, kind] of directory.names) if (names.get(name) !== kind) this.#removeName(directory, name, kind);
    directory.names = names;
    for (const [name, kind] of names) {
      if (this.#files.size + this.#directories.size >= this.#options.maxEntries) {
        this.#options.warn(`the folder has more than ${this.#options.maxEntries} entries; the rest is not served`);
        break;
      }
      if (kind === 'file') this.#addFile(directory, name);
      else if (!this.#directories.has(`${directory.key}${name}/`))
        this.#addDirectory(`${directory.key}${name}/`, directory);
    }
  }

  #withoutReserved(directory: SiteDirectory, listed: Listing): Listing {
    if (directory.parent !== undefined) return listed;
    return new Map(
      [...listed].filter(([name]) => {
        if (!this.#options.reserved.has(name)) return true;
        this.#options.warn(`/${name} is not served from the folder, because that address is the chat's own`);
        return false;
      }),
    );
  }

  #addDirectory(key: string, parent: SiteDirectory | undefined): void {
    const path = join(this.#options.root, key);
    const never = { names: new Map(), place: undefined, version: undefined, hasNews: false, checking: undefined };
    this.#directories.set(key, { key, parent, path, ...never, checkedAt: Number.NEGATIVE_INFINITY, listingMs: 0 });
  }

  #addFile(directory: SiteDirectory, name: string): void {
    const key = directory.key + name;
    const endings = Object.entries(CODINGS).filter(([ending]) => directory.names.get(name + ending) === 'file');
    const known = this.#files.get(key);
    if (known && known.encoded.size === endings.length && endings.every(([, coding]) => known.encoded.has(coding)))
      return;
    const source = this.#source(key, name, endings.length > 0);
    if (endings.length === 0) return void this.#files.set(key, { directory, source, encoded: NOT_ENCODED });
    const encoded = new Map(endings.map(([ending, coding]) => [coding, this.#encodedSource(source, ending, coding)]));
    this.#files.set(key, { directory, source, encoded });
  }

  #source(key: string, name: string, varies: boolean): Source {
    const { root, cacheControl, headers } = this.#options;
    const type = contentType(extension(name)) || 'application/octet-stream';
    const path = join(root, key);
    const extraHeaders = headers(key);
    return {
      root,
      path,
      type,
      cacheControl: cacheControl(key),
      extraHeaders,
      varies,
      encoded: undefined,
      isDue: false,
    };
  }

  #encodedSource(source: Source, ending: string, coding: Coding): Source {
    return { ...source, path: source.path + ending, encoded: { coding, originalPath: source.path } };
  }

  #removeName(directory: SiteDirectory, name: string, kind: 'file' | 'directory'): void {
    if (kind === 'file') return void this.#files.delete(directory.key + name);
    const child = this.#directories.get(`${directory.key}${name}/`);
    if (child) this.#removeDirectory(child);
  }

  #removeDirectory(directory: SiteDirectory): void {
    for (const [name, kind] of directory.names) this.#removeName(directory, name, kind);
    this.#watch.forget(directory.key);
    this.#directories.delete(directory.key);
  }

  #hear(key: string, name: string | undefined, isNews: boolean): void {
    const directory = this.#directories.get(key);
    if (directory === undefined) return;
    if (isNews || name === undefined) directory.hasNews = true;
    if (name === undefined) return;
    // A change of `x.js.gz` concerns `x.js` as well.
    for (const each of [name, name.replace(/\.(br|zst|gz)$/, '')]) {
      const file = this.#files.get(key + each);
      if (file === undefined) continue;
      file.source.isDue = true;
      for (const source of file.encoded.values()) source.isDue = true;
    }
  }
}

const NO_DIRECTORY: FileVersion = {
  device: -1,
  inode: -1,
  byteLength: -1,
  modifiedAt: -1,
  changedAt: -1,
  mayHideChange: false,
};

async function directoryVersion(place: string): Promise<FileVersion | undefined> {
  const lookedAt = Date.now();
  try {
    const stats = await stat(place);
    return stats.isDirectory() ? statsToVersion(stats, lookedAt) : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Links may lead in a circle; a real directory appears only once on any way down. */
function isCycle({ parent }: SiteDirectory, place: string): boolean {
  for (let above = parent; above !== undefined; above = above.parent) if (above.place === place) return true;
  return false;
}

/** With its dot, empty where there is none; what begins with a dot (as in `.well-known/`) has none. */
function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}
