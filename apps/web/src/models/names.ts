import { signal } from '@preact/signals-core';
import type { Person } from '@skein/protocol/people';

/** What everybody is called whom the page has heard of. */
export class Names {
  readonly #names = new Map<string, string>();
  /** Grows with every name that is new or another one. */
  readonly #version = signal(0);

  meet({ id, name }: Person): void {
    if (this.#names.get(id) === name) return;
    this.#names.set(id, name);
    this.#version.value++;
  }

  /** Tracked. */
  of(id: string): string | undefined {
    void this.#version.value;
    return this.#names.get(id);
  }

  /** The present name of somebody who was called `name` when something was sent. Tracked. */
  now(id: string | undefined, name: string): string {
    return (id !== undefined ? this.of(id) : undefined) ?? name;
  }

  all(): readonly Person[] {
    return [...this.#names].map(([id, name]) => ({ id, name }));
  }
}
