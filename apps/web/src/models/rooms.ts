import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core';
import type { RoomView } from '@skein/protocol/rooms';
import type { Clock } from './clock.ts';
import { NO_ROOMS, placeOf, type RoomSections, roomSections } from './room-sections.ts';

/**
 * The rooms of this account. Each room is a signal of its own, so that a message changes one line of the list; the order
 * changes only with what it is made of.
 */
export class Rooms {
  readonly isLoaded = signal(false);
  /** The rooms as the list shows them, from top to bottom. */
  readonly sections = signal<RoomSections>(NO_ROOMS);
  readonly order: ReadonlySignal<readonly string[]> = computed(() => Object.values(this.sections.value).flat());
  /** Of all rooms that are to be heard. */
  readonly unread: ReadonlySignal<number>;
  /** How many unread messages mention or answer this account. */
  readonly mentions: ReadonlySignal<number> = computed(() =>
    this.order.value.reduce((sum, id) => sum + (this.get(id)?.mentions?.length ?? 0), 0),
  );
  readonly #byId = new Map<string, Signal<RoomView>>();
  /** Counts rooms that come and go, those that no section shows too. */
  readonly #known = signal(0);
  readonly #compare: (a: string, b: string) => number;

  /** @param compare orders names as people of this language expect */
  constructor(compare: (a: string, b: string) => number, clock: Pick<Clock, 'time'>) {
    this.#compare = compare;
    const heard = (room: RoomView | undefined): number => (room && isSilent(room, clock.time()) ? 0 : unreadOf(room));
    this.unread = computed(() => this.order.value.reduce((sum, id) => sum + heard(this.get(id)), 0));
  }

  /** Tracked: whoever reads it in a computation follows the room, also when it comes or goes. */
  get(id: string): RoomView | undefined {
    void this.#known.value;
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
      this.#known.value++;
      this.#sort();
      this.isLoaded.value = true;
    });
  }

  put(view: RoomView): void {
    const before = this.#byId.get(view.id)?.peek();
    batch(() => {
      this.#put(view);
      if (!before) this.#known.value++;
      if (!before || placeOf(before) !== placeOf(view)) this.#sort();
    });
  }

  remove(id: string): void {
    if (!this.#byId.delete(id)) return;
    batch(() => {
      this.#known.value++;
      this.#sort();
    });
  }

  #put(view: RoomView): void {
    const known = this.#byId.get(view.id);
    if (known) known.value = view;
    else this.#byId.set(view.id, signal(view));
  }

  #sort(): void {
    const views = [...this.#byId.values()].map((room) => room.peek());
    this.sections.value = roomSections(views, this.#compare);
  }
}

export function unreadOf(room: RoomView | undefined): number {
  if (!room) return 0;
  const putBack = room.preferences?.unreadFrom;
  return Math.max(0, room.n - room.read, putBack === undefined ? 0 : room.n - putBack + 1);
}

/** Whether somebody set that they want to hear nothing of a room, for now or altogether. */
export function isSilent({ preferences }: RoomView, now: number): boolean {
  return preferences?.level === 'none' || (preferences?.mutedUntil ?? 0) > now;
}
