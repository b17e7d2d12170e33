import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Attachment } from '@skein/client/attachments';
import type { UploadState, Uploads } from '@skein/client/uploads';
import { LIMITS } from '@skein/protocol/limits';
import type { ChosenFiles } from './chosen-files.ts';

const NONE: readonly Attachment[] = [];

/**
 * The files that somebody has chosen for their next message, room by room. They are on their way from the moment they are chosen,
 * and stay chosen when the page is closed.
 */
export class Attaching {
  readonly #uploads: Uploads;
  readonly #kept: ChosenFiles;
  readonly #byRoom = new Map<string, Signal<readonly Attachment[]>>();
  /** Counts up whenever an upload has moved on. */
  readonly #moves = signal(0);
  /** Keys of those that other tabs know of as well, or could. */
  readonly #shared = new Set<string>();
  readonly #ends: readonly (() => void)[];
  #isOver = false;

  constructor(uploads: Uploads, kept: ChosenFiles) {
    this.#uploads = uploads;
    this.#kept = kept;
    this.#ends = [uploads.listen(() => void this.#moves.value++), kept.follow(() => this.#followOthers())];
  }

  /** Those that were chosen before the page was loaded come a moment later. */
  in(room: string): ReadonlySignal<readonly Attachment[]> {
    return this.#of(room);
  }

  /** @returns how many there was no room for */
  add(room: string, files: readonly File[]): number {
    const before = this.#of(room).value;
    const fitting = files.slice(0, LIMITS.filesPerMessage - before.length);
    const added = fitting.map((file) => this.#uploads.add(file, nameOf(file)));
    const kept = this.#change(room, [...before, ...added]);
    this.#uploads.keep(added.filter((attachment) => kept.includes(attachment)));
    return files.length - fitting.length;
  }

  remove(room: string, key: string): void {
    this.#change(
      room,
      this.#of(room).value.filter((attachment) => attachment.key !== key),
    );
    this.#uploads.cancel(key);
  }

  describe(room: string, key: string, description: string): void {
    this.#change(
      room,
      this.#of(room).value.map((attachment) => (attachment.key === key ? { ...attachment, description } : attachment)),
    );
  }

  /** They go with a message now. */
  take(room: string): readonly Attachment[] {
    const chosen = this.#of(room).value;
    const taken = chosen.filter(({ key }) => this.#uploads.stateOf(key)?.state !== 'failed');
    this.#change(
      room,
      chosen.filter((attachment) => !taken.includes(attachment)),
    );
    return taken;
  }

  stateOf(key: string): UploadState | undefined {
    return this.#moves.value >= 0 ? this.#uploads.stateOf(key) : undefined;
  }

  blobOf(key: string): Blob | undefined {
    return this.#uploads.blobOf(key);
  }

  retry(key: string): void {
    this.#uploads.retry(key);
  }

  /** After the log-out. The files themselves are forgotten with those of the outbox. */
  forget(): void {
    this.close();
    this.#kept.forget();
  }

  close(): void {
    this.#isOver = true;
    for (const end of this.#ends) end();
  }

  #of(room: string): Signal<readonly Attachment[]> {
    const known = this.#byRoom.get(room);
    if (known) return known;
    const chosen = signal(NONE);
    this.#byRoom.set(room, chosen);
    void this.#takeUp(room, chosen);
    return chosen;
  }

  /** What another tab has removed or sent is chosen here no more. */
  #followOthers(): void {
    for (const [room, chosen] of this.#byRoom) {
      const kept = new Set(this.#kept.in(room).map(({ key }) => key));
      const gone = chosen.value.filter(({ key }) => this.#shared.has(key) && !kept.has(key));
      if (gone.length === 0) continue;
      chosen.value = chosen.value.filter((attachment) => !gone.includes(attachment));
      this.#uploads.letGo(gone.map(({ key }) => key));
    }
  }

  /** What the browser has not kept, or another tab has sent meanwhile, is left out. */
  async #takeUp(room: string, chosen: Signal<readonly Attachment[]>): Promise<void> {
    const kept = this.#kept.in(room);
    const areHere = await Promise.all(kept.map(({ key }) => this.#uploads.takeUp(key)));
    if (kept.length === 0 || this.#isOver) return;
    const here = kept.filter((_, index) => areHere[index]).map(({ key }) => key);
    const before = chosen.value;
    chosen.value = [...this.#kept.in(room).filter(({ key }) => here.includes(key)), ...before];
    this.#share(this.#kept.change(room, [...kept, ...before], chosen.value));
  }

  #share(kept: readonly Attachment[]): void {
    for (const { key } of kept) this.#shared.add(key);
  }

  /** @returns those that are kept */
  #change(room: string, now: readonly Attachment[]): readonly Attachment[] {
    const chosen = this.#of(room);
    const kept = this.#kept.change(room, chosen.value, now);
    chosen.value = now;
    this.#share(kept);
    return kept;
  }
}

/** What comes from a clipboard has no name of its own. */
function nameOf({ name, type }: File): string {
  return name === '' ? `clipboard.${type.split('/')[1] ?? 'bin'}` : name;
}
