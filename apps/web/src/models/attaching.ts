import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { Attachment } from '@skein/client/attachments';
import type { UploadState, Uploads } from '@skein/client/uploads';
import { LIMITS } from '@skein/protocol/limits';

const NONE: readonly Attachment[] = [];

/** The files that somebody has chosen for their next message, room by room. They are on their way from the moment they are chosen. */
export class Attaching {
  readonly #uploads: Uploads;
  readonly #byRoom = new Map<string, Signal<readonly Attachment[]>>();
  /** Counts up whenever an upload has moved on. */
  readonly #moves = signal(0);
  readonly #end: () => void;

  constructor(uploads: Uploads) {
    this.#uploads = uploads;
    this.#end = uploads.listen(() => void this.#moves.value++);
  }

  in(room: string): ReadonlySignal<readonly Attachment[]> {
    return this.#of(room);
  }

  /** @returns how many there was no room for */
  add(room: string, files: readonly File[]): number {
    const chosen = this.#of(room);
    const fitting = files.slice(0, LIMITS.filesPerMessage - chosen.value.length);
    chosen.value = [...chosen.value, ...fitting.map((file) => this.#uploads.add(file, nameOf(file)))];
    return files.length - fitting.length;
  }

  remove(room: string, key: string): void {
    this.#of(room).value = this.#of(room).value.filter((attachment) => attachment.key !== key);
    this.#uploads.cancel(key);
  }

  describe(room: string, key: string, description: string): void {
    this.#of(room).value = this.#of(room).value.map((attachment) =>
      attachment.key === key ? { ...attachment, description } : attachment,
    );
  }

  /** They go with a message now. */
  take(room: string): readonly Attachment[] {
    const chosen = this.#of(room);
    const taken = chosen.value.filter(({ key }) => this.#uploads.stateOf(key)?.state !== 'failed');
    chosen.value = chosen.value.filter((attachment) => !taken.includes(attachment));
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

  close(): void {
    this.#end();
  }

  #of(room: string): Signal<readonly Attachment[]> {
    const known = this.#byRoom.get(room) ?? signal(NONE);
    this.#byRoom.set(room, known);
    return known;
  }
}

/** What comes from a clipboard has no name of its own. */
function nameOf({ name, type }: File): string {
  return name === '' ? `clipboard.${type.split('/')[1] ?? 'bin'}` : name;
}
