import { signal } from '@preact/signals-core';
import type { Entered } from '@skein/protocol/accounts';
import type { Deleted, Edited, Message } from '@skein/protocol/rooms';
import type { Clock } from './clock.ts';

const GATHER_MS = 1_200;
const HOLDS_MS = 4_000;

/** What happens in the room on screen. */
export type AnnouncedEvent = Message | Edited | Deleted;
export type Announced = AnnouncedEvent | Entered;

/**
 * What a screen reader is told of the room on screen, and of rooms that this account is brought into: one message or change is
 * read out, several that come together are counted, so that a lively room does not drown everything else.
 */
export class Announcer {
  readonly announced = signal<readonly Announced[]>([]);
  readonly #clock: Clock;
  #gathered: Announced[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(event: Announced): void {
    this.#gathered.push(event);
    this.#cancel ??= this.#clock.after(GATHER_MS, () => this.#say());
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#gathered = [];
    this.announced.value = [];
  }

  #say(): void {
    this.announced.value = this.#gathered;
    this.#gathered = [];
    this.#cancel = this.#clock.after(HOLDS_MS, () => this.#finish());
  }

  #finish(): void {
    this.#cancel = undefined;
    this.announced.value = [];
    if (this.#gathered.length > 0) this.#say();
  }
}
