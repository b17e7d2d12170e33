import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core';
import type { RoomView } from '@skein/protocol/rooms';

/**
 * The rooms of this account. Each room is a signal of its own, so that a message changes one line of the list; the order
 * changes only with names.
 */
export class Rooms {
  readonly isLoaded = signal(false);
  /** The Lobby first, then by name. */
  readonly order = signal<readonly string[]>([]);
  readonly unread: ReadonlySignal<number> = computed(() =>
    this.order.value.reduce((sum, id) => sum + unreadOf(this.get(id)), 0),
  );
  readonly #byId = new Map<string, Signal<RoomView>>();
  readonly #compare: (a: string, b: string) => number;

  /** @param compare orders names as people of this language expect */
  constructor(compare: (a: string, b: string) => number) {
    this.#compare = compare;
  }

  /** Tracked: whoever reads it in a computation follows the room, also when it comes or goes. */
  get(id: string): RoomView | undefined {
    void this.order.value;
    return this.#byId.get(id)?.value;
  }

  replace(views: Iterable<RoomView>): void {
    batch(() => {
      const kept = new Set<string>();
      for (const view of views) {
        kept.add(view.id);
        this.#put(view);
      }
      for (const id of this.#byId.keys()) if (!kept.has(id)) this.#byId.delete(id);
      this.#sort();
      this.isLoaded.value = true;
    });
  }

  put(view: RoomView): void {
    const before = this.#byId.get(view.id)?.peek();
    batch(() => {
      this.#put(view);
      if (before?.name !== view.name) this.#sort();
    });
  }

  remove(id: string): void {
    if (this.#byId.delete(id)) this.#sort();
  }

  #put(view: RoomView): void {
    const known = this.#byId.get(view.id);
    if (known) known.value = view;
    else this.#byId.set(view.id, signal(view));
  }

  #sort(): void {
    const views = [...this.#byId.values()].map((room) => room.peek());
    views.sort((a, b) => Number(b.lobby) - Number(a.lobby) || this.#compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
    this.order.value = views.map((view) => view.id);
  }
}

export function unreadOf(room: RoomView | undefined): number {
  return room ? Math.max(0, room.n - room.read) : 0;
}
