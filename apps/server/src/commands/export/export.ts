import { createWriteStream, existsSync, mkdirSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { EXIT } from '@skein/command-line/exit-codes';
import { Mistake } from '@skein/command-line/mistake';
import { runCommand, takeWords, type Streams } from '@skein/command-line/run-command';
import { safeText } from '@skein/command-line/safe-text';
import { nameKey } from '../../accounts/names.ts';
import { readDataFolder } from '../../config.ts';
import type { RoomRow } from '../../storage/rows.ts';
import { DatabaseError } from '../../storage/sqlite/errors.ts';
import { findRoomId } from '../../storage/sqlite/find-room.ts';
import { openReadStore } from '../../storage/sqlite/open-read-store.ts';
import type { ReadStore } from '../../storage/store.ts';
import { EXPORT } from './export-command.ts';
import { eventsOf } from './events-of.ts';
import { messageHtml, PAGE_END, pageStart } from './room-page.ts';

/** @returns the exit code */
export function exportRoom(args: readonly string[], streams: Streams): Promise<number> {
  return runCommand({ command: EXPORT, args, streams, expected: [DatabaseError] }, async (flags, words) => {
    const [text] = takeWords(EXPORT, words, 1);
    const file = join(readDataFolder(flags.data, process.env), 'skein.db');
    if (!existsSync(file)) throw new Mistake(`there is no database ${file}: name its folder with --data DIR`);
    const id = findRoomId(file, { id: text!, nameKey: nameKey(text!) });
    if (id === undefined) throw new Mistake(`there is no room "${safeText(text!)}": give its name, or its id`);
    await using reads = await openReadStore({ file });
    const room = (await reads.room(id))!;
    const folder = resolve(flags.output ?? folderName(room));
    const count = await write(room, reads, makeFolder(folder));
    streams.output.write(`${folder} has ${count} events.\n`);
    return EXIT.ok;
  });
}

/** No path, and no name that a file system would not take. */
function folderName({ name, id }: RoomRow): string {
  return (
    name
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .slice(0, 60) || `room-${id}`
  );
}

function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Mistake(
      code === 'EEXIST'
        ? `${folder} is there already: choose another with -o DIR`
        : `${folder} cannot be made: ${message}`,
    );
  }
}

/** Page by page, so that a room may be larger than memory. @returns how many events there are */
async function write(room: RoomRow, reads: ReadStore, folder: string): Promise<number> {
  const lines = new Output(join(folder, 'events.jsonl'));
  const page = new Output(join(folder, 'index.html'));
  let count = 0;
  let before: number | undefined;
  await page.write(pageStart(room.name || 'Direct room', Date.now()));
  for await (const event of eventsOf(room, reads)) {
    count++;
    await lines.write(`${JSON.stringify(event)}\n`);
    if (event.t !== 'message') continue;
    await page.write(messageHtml(event, before));
    before = event.at;
  }
  await page.write(PAGE_END);
  await Promise.all([lines.close(), page.close()]);
  return count;
}

/** A file that only its owner can read; each write waits until there is room for the next. */
class Output {
  readonly #stream: WriteStream;
  readonly #path: string;
  #failed: Error | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#stream = createWriteStream(path, { mode: 0o600, flush: true });
    this.#stream.on('error', (error) => (this.#failed = error));
  }

  async write(text: string): Promise<void> {
    if (!this.#failed && !this.#stream.write(text)) await once(this.#stream, 'drain').catch(() => {});
    this.#check();
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch(() => {});
    this.#check();
  }

  #check(): void {
    if (this.#failed) throw new Mistake(`${this.#path} cannot be written: ${this.#failed.message}`);
  }
}
