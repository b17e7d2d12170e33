import { signal } from '@preact/signals-core';
import type { Notice } from '@skein/client/notices';
import type { TypingDown } from '@skein/protocol/presence';
import type { Clock } from './clock.ts';

/** How long one sign of typing holds. */
const HOLDS_MS = 5_000;

/** Who is typing in the room on screen. */
export class Typing {
  readonly names = signal<readonly string[]>([]);
  readonly #clock: Clock;
  readonly #typing = new Map<string, { readonly sign: TypingDown; readonly cancel: () => void }>();
  #room: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Only this room is listened to from now on. */
  view(room: string | undefined): void {
    this.#room = room;
    for (const by of [...this.#typing.keys()]) this.#stop(by);
  }

  hear(notice: Notice): void {
    if (notice.kind === 'typing' && notice.typing.room === this.#room) this.#start(notice.typing);
    if (notice.kind === 'event' && notice.event.room === this.#room) this.#stop(notice.event.by);
  }

  #start(sign: TypingDown): void {
    this.#typing.get(sign.by)?.cancel();
    this.#typing.set(sign.by, { sign, cancel: this.#clock.after(HOLDS_MS, () => this.#stop(sign.by)) });
    this.#publish();
  }

  #stop(by: string): void {
    const typing = this.#typing.get(by);
    if (!typing) return;
    typing.cancel();
    this.#typing.delete(by);
    this.#publish();
  }

  #publish(): void {
    this.names.value = [...this.#typing.values()].map(({ sign }) => sign.name);
  }
}
