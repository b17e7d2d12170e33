import { signal } from '@preact/signals-core';
import type { Message } from '@skein/protocol/rooms';
import type { Clock } from './clock.ts';

const GATHER_MS = 1_200;
const HOLDS_MS = 4_000;

/**
 * What a screen reader is told of the room on screen: one message is read out, several that come together are counted, so
 * that a lively room does not drown everything else.
 */
export class Announcer {
  readonly messages = signal<readonly Message[]>([]);
  readonly #clock: Clock;
  #gathered: Message[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(message: Message): void {
    this.#gathered.push(message);
    this.#cancel ??= this.#clock.after(GATHER_MS, () => this.#say());
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#gathered = [];
    this.messages.value = [];
  }

  #say(): void {
    this.messages.value = this.#gathered;
    this.#gathered = [];
    this.#cancel = this.#clock.after(HOLDS_MS, () => this.#finish());
  }

  #finish(): void {
    this.#cancel = undefined;
    this.messages.value = [];
    if (this.#gathered.length > 0) this.#say();
  }
}
