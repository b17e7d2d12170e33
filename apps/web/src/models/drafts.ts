import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Memory, MemoryKey } from './memory.ts';

/** What somebody has typed in each room and not sent. It is kept when the page is closed. */
export class Drafts {
  readonly #memory: Memory;
  readonly #key: MemoryKey;
  /** By room: this tab's own. The memory has what was typed last in any of them. */
  readonly #here = new Map<string, string>();
  readonly #places = signal<ReadonlySet<string>>(new Set());

  constructor(memory: Memory, account: string) {
    this.#memory = memory;
    this.#key = `drafts.${account}`;
    this.#places.value = new Set(this.#kept().keys());
  }

  /** Where something is: rooms by their ids, and replies by their keys. */
  get places(): ReadonlySignal<ReadonlySet<string>> {
    return this.#places;
  }

  read(room: string): string {
    const here = this.#here.get(room);
    if (here !== undefined) return here;
    const kept = this.#kept().get(room) ?? '';
    // From now on it is this tab's as well, to be sent or taken away.
    if (kept !== '') this.#here.set(room, kept);
    return kept;
  }

  write(room: string, text: string): void {
    const kept = this.#kept();
    if (text !== '') kept.set(room, text);
    // What another tab has typed there since stays.
    else if (kept.get(room) === this.#here.get(room)) kept.delete(room);
    this.#here.set(room, text);
    this.#memory.write(this.#key, kept.size === 0 ? undefined : JSON.stringify([...kept]));
    // Not at every key: whatever shows it would be drawn anew.
    if (kept.has(room) !== this.#places.value.has(room)) this.#places.value = new Set(kept.keys());
  }

  /**
   * Keeps what cannot go on where it was written: as the room's draft, or, where there is one, to be put there once that is sent.
   * @returns whether it is the draft now
   */
  keep(room: string, text: string): boolean {
    const isFree = this.read(room) === '';
    const earlier = isFree ? '' : this.read(asideOf(room));
    this.write(isFree ? room : asideOf(room), earlier === '' ? text : `${earlier}\n\n${text}`);
    return isFree;
  }

  /** Makes what was kept aside the room's draft, if that is empty. @returns whether it did */
  takeKept(room: string): boolean {
    const kept = this.read(asideOf(room));
    if (kept === '' || this.read(room) !== '') return false;
    this.write(asideOf(room), '');
    this.write(room, kept);
    return true;
  }

  forget(): void {
    this.#here.clear();
    this.#places.value = new Set();
    this.#memory.write(this.#key, undefined);
  }

  #kept(): Map<string, string> {
    try {
      return new Map(JSON.parse(this.#memory.read(this.#key) ?? '[]') as [string, string][]);
    } catch {
      return new Map();
    }
  }
}

function asideOf(room: string): string {
  return `${room}/aside`;
}
