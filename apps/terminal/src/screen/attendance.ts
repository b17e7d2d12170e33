import type { Notice } from '@skein/client/notices';
import { safeText } from '@skein/command-line/safe-text';
import type { RoomEvent } from '@skein/protocol/rooms';

/** How long `typing` holds (see presence.ts of the protocol). */
const TYPING_MS = 5_000;

/** Who is in the room on screen, and who types there. */
export class Attendance implements Disposable {
  readonly #changed: () => void;
  readonly #names = new Map<string, string>();
  readonly #typing = new Map<string, { readonly name: string; readonly timer: NodeJS.Timeout }>();
  #count = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get count(): number {
    return this.#count;
  }

  /** Another room is on screen. */
  forget(): void {
    this.#names.clear();
    this.#count = 0;
    for (const by of [...this.#typing.keys()]) this.#stops(by);
  }

  hears(notice: Notice, room: string): void {
    if (notice.kind === 'here' && notice.here.room === room) {
      this.#names.clear();
      this.#count = notice.here.count;
      for (const { id, name } of notice.here.people) this.#names.set(id, name);
    }
    if (notice.kind === 'presence' && notice.presence.room === room) {
      this.#count = notice.presence.count;
      for (const { id, name } of notice.presence.on) this.#names.set(id, name);
      for (const id of notice.presence.off) this.#names.delete(id);
    }
    if (notice.kind === 'typing' && notice.typing.room === room) this.#types(notice.typing.by, notice.typing.name);
  }

  /** A message ends the typing of who wrote it; who is here may be called otherwise now. */
  heard(event: RoomEvent): void {
    if (event.t === 'message') this.#stops(event.by);
    if (event.t === 'profile' && this.#names.has(event.by)) this.#names.set(event.by, event.name);
  }

  text(): string {
    const names = [...this.#names.values()].sort((a, b) => a.localeCompare(b)).map(safeText);
    const others = this.#count - names.length;
    return `Here now: ${[...names, ...(others > 0 ? [`${others} more`] : [])].join(', ')}`;
  }

  typing(): string {
    const names = [...this.#typing.values()].map(({ name }) => safeText(name));
    if (names.length === 0) return '';
    if (names.length > 3) return 'several people are typing…';
    return `${new Intl.ListFormat('en').format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
  }

  [Symbol.dispose](): void {
    this.forget();
  }

  #types(by: string, name: string): void {
    this.#stops(by);
    const timer = setTimeout(() => {
      this.#typing.delete(by);
      this.#changed();
    }, TYPING_MS);
    this.#typing.set(by, { name, timer });
  }

  #stops(by: string): void {
    clearTimeout(this.#typing.get(by)?.timer);
    this.#typing.delete(by);
  }
}
