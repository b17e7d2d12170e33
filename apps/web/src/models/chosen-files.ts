import type { Attachment } from '@skein/client/attachments';
import type { Memory, MemoryKey } from './memory.ts';

/** More is not kept for after a reload; what is over lasts as long as the page. */
const MOST_KEPT_BYTES = 256 * 1024 * 1024;

/** What files somebody has chosen in each room and not sent, by name and key. The files themselves are kept with the uploads. */
export class ChosenFiles {
  readonly #memory: Memory;
  readonly #key: MemoryKey;

  constructor(memory: Memory, account: string) {
    this.#memory = memory;
    this.#key = `files.${account}`;
  }

  in(room: string): readonly Attachment[] {
    return this.#read().get(room) ?? [];
  }

  /** Hears that another tab has chosen, removed or sent some. @returns a function that ends it */
  follow(listener: () => void): () => void {
    return this.#memory.follow(this.#key, listener);
  }

  /**
   * Those of a room that this tab had chosen before are these now. What another tab has chosen there stays.
   * @returns those that there was room to keep
   */
  change(room: string, before: readonly Attachment[], now: readonly Attachment[]): readonly Attachment[] {
    const kept = this.#read();
    const others = (kept.get(room) ?? []).filter(({ key }) => !before.some((mine) => mine.key === key));
    kept.set(room, others);
    let byteLength = [...kept.values()].flat().reduce((sum, { size }) => sum + size, 0);
    const mine = now.filter(({ size }) => (byteLength += size) <= MOST_KEPT_BYTES);
    if (others.length + mine.length > 0) kept.set(room, [...others, ...mine]);
    else kept.delete(room);
    this.#memory.write(this.#key, kept.size === 0 ? undefined : JSON.stringify([...kept]));
    return mine;
  }

  forget(): void {
    this.#memory.write(this.#key, undefined);
  }

  #read(): Map<string, readonly Attachment[]> {
    try {
      return new Map(JSON.parse(this.#memory.read(this.#key) ?? '[]') as [string, readonly Attachment[]][]);
    } catch {
      return new Map();
    }
  }
}
