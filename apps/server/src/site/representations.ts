import { stat, type FileHandle } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { isSameVersion, statsToVersion, type FileVersion } from './file-version.ts';
import { createRepresentation, type Representation, type Source } from './representation.ts';
import { isAbsence, openServable, servablePlace } from './servable.ts';

export interface RepresentationsOptions {
  /** Files up to this length are held in memory, larger ones are streamed. */
  readonly smallFileBytes: number;
  /** All that is held in memory; beyond, what was asked for longest ago is let go. */
  readonly budgetBytes: number;
  /** How long what was seen is believed when no change was heard of. */
  readonly trustMs: number;
}

interface Held {
  readonly current: Representation | undefined;
  readonly lookedAt: number;
}

const HELD_OVERHEAD_BYTES = 1024;
const WRITING_RETRIES = 5;
/** A build writes a file and its compressed siblings in any order, but soon after each other. */
const SIBLING_SLACK_MS = 2_000;

/** The content of files, held in memory as far as the budget goes, and looked at again when that is due. */
export class Representations {
  readonly #options: RepresentationsOptions;
  readonly #held: LRUCache<Source, Held>;
  readonly #looking = new Map<Source, Promise<Representation | undefined>>();

  constructor(options: RepresentationsOptions) {
    this.#options = options;
    this.#held = new LRUCache({
      maxSize: options.budgetBytes,
      sizeCalculation: ({ current }) => HELD_OVERHEAD_BYTES + (current?.bytes?.byteLength ?? 0),
    });
  }

  /** What can be answered at once: undefined where somebody has to look first, `absent` where nothing can be served. */
  known(source: Source, now: number): Representation | 'absent' | undefined {
    if (source.isDue) return undefined;
    const held = this.#held.get(source);
    if (held === undefined || now - held.lookedAt >= this.#options.trustMs) return undefined;
    return held.current ?? 'absent';
  }

  /** Looks, once for all who ask at the same time. Undefined where there is nothing that may be served. */
  async look(source: Source): Promise<Representation | undefined> {
    const known = this.known(source, performance.now());
    if (known !== undefined) return known === 'absent' ? undefined : known;
    const underWay = this.#looking.get(source);
    // Who asks after a change was heard of is not served by a look that began before it.
    if (underWay && !source.isDue) return underWay;
    const looking = this.#look(source).finally(() => {
      if (this.#looking.get(source) === looking) this.#looking.delete(source);
    });
    this.#looking.set(source, looking);
    return looking;
  }

  /** A large file, opened, and as it is just now. The caller closes it. */
  async openLarge(source: Source): Promise<{ handle: FileHandle; current: Representation } | undefined> {
    const lookedAt = Date.now();
    const handle = await openServable(source.root, source.path);
    if (handle === undefined) return undefined;
    try {
      return { handle, current: createRepresentation(source, statsToVersion(await handle.stat(), lookedAt)) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async #look(source: Source): Promise<Representation | undefined> {
    const lookedAt = performance.now();
    source.isDue = false;
    const current = (await this.#unchanged(source)) ?? (await this.#read(source));
    const isNewest = lookedAt >= (this.#held.peek(source)?.lookedAt ?? lookedAt);
    if (isNewest) this.#held.set(source, { current, lookedAt });
    return current;
  }

  async #unchanged(source: Source): Promise<Representation | undefined> {
    const last = this.#held.peek(source)?.current;
    if (last === undefined || last.version.mayHideChange) return undefined;
    const version = await versionOf(source.root, source.path);
    if (version === undefined || !isSameVersion(version, last.version)) return undefined;
    return (await isOutdatedSibling(source, version)) ? undefined : last;
  }

  async #read(source: Source): Promise<Representation | undefined> {
    for (let retries = 0; ; retries++) {
      const lookedAt = Date.now();
      await using handle = await openServable(source.root, source.path);
      if (handle === undefined) return undefined;
      const version = statsToVersion(await handle.stat(), lookedAt);
      if (await isOutdatedSibling(source, version)) return undefined;
      if (version.byteLength > this.#options.smallFileBytes) return createRepresentation(source, version);
      const bytes = await readBytes(handle, version.byteLength);
      const isWhole = isSameVersion(version, statsToVersion(await handle.stat(), lookedAt));
      if (isWhole && bytes.byteLength === version.byteLength) return createRepresentation(source, version, bytes);
      // Somebody is writing it. In the end what was read is served with its own length, and read again when next asked for.
      if (retries >= WRITING_RETRIES) return createRepresentation(source, { ...version, mayHideChange: true }, bytes);
    }
  }
}

async function isOutdatedSibling({ root, encoded }: Source, version: FileVersion): Promise<boolean> {
  if (encoded === undefined) return false;
  const original = await versionOf(root, encoded.originalPath);
  return original === undefined || original.modifiedAt > version.modifiedAt + SIBLING_SLACK_MS;
}

async function versionOf(root: string, path: string): Promise<FileVersion | undefined> {
  const lookedAt = Date.now();
  const place = await servablePlace(root, path);
  if (place === undefined) return undefined;
  try {
    return statsToVersion(await stat(place), lookedAt);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Up to `byteLength` bytes; fewer where the file ends before. */
async function readBytes(handle: FileHandle, byteLength: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(byteLength);
  let length = 0;
  while (length < byteLength) {
    const { bytesRead } = await handle.read(bytes, length, byteLength - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}
