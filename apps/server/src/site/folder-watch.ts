import { watch, type FSWatcher } from 'node:fs';

const MAX_WATCHED = 1_024;

/** `name` is undefined where the system did not say; `isNews` means that a name came or went. */
type Heard = (key: string, name: string | undefined, isNews: boolean) => void;

/**
 * One watch for each directory in use. Node's recursive watch takes one for every file on Linux, and follows no links.
 * It is allowed to fail: what is not watched is looked at once a second.
 */
export class FolderWatch implements Disposable {
  readonly #isOn: boolean;
  readonly #heard: Heard;
  readonly #warn: (message: string) => void;
  readonly #watched = new Map<
    string,
    { readonly watcher: FSWatcher; readonly place: string; readonly inode: number }
  >();

  constructor(isOn: boolean, heard: Heard, warn: (message: string) => void) {
    this.#isOn = isOn;
    this.#heard = heard;
    this.#warn = warn;
  }

  /** Watches the directory that is at `place` now, in place of one that was there before. */
  follow(key: string, place: string, inode: number): void {
    const last = this.#watched.get(key);
    if (last?.place === place && last.inode === inode) return;
    this.forget(key);
    if (!this.#isOn || this.#watched.size >= MAX_WATCHED) return;
    try {
      const watcher = watch(place, { persistent: false }, (event, name) =>
        this.#heard(key, name ?? undefined, event === 'rename'),
      );
      watcher.on('error', (error) => this.#fail(key, error));
      this.#watched.set(key, { watcher, place, inode });
    } catch (error) {
      this.#fail(key, error);
    }
  }

  forget(key: string): void {
    this.#watched.get(key)?.watcher.close();
    this.#watched.delete(key);
  }

  [Symbol.dispose](): void {
    for (const key of [...this.#watched.keys()]) this.forget(key);
  }

  #fail(key: string, error: unknown): void {
    this.forget(key);
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code !== 'ENOENT') this.#warn(`cannot watch the folder (${code}); changes are noticed within a second instead`);
  }
}
