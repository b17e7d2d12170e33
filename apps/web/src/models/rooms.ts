import { type ReadonlySignal, type Signal, batch, computed, effect, signal, untracked } from '@preact/signals-core';
import type { RoomOrder } from '@skein/protocol/accounts';
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
    this.order.value.reduce((sum, id) => sum + mentionsOf(this.get(id)), 0),
  );
  /** Somebody is about to choose a room: none moves away because it is read, or because it is not any more. */
  readonly isHeld = signal(false);
  /** The room on screen: it keeps its place while it is being read. */
  readonly onScreen = signal<string | undefined>(undefined);
  /** Unread rooms, which stand before the others, as far as they may move. */
  #raised: ReadonlySet<string> = new Set();
  readonly #byId = new Map<string, Signal<RoomView>>();
  /** Counts rooms that come and go, those that no section shows too. */
  readonly #known = signal(0);
  readonly #compare: (a: string, b: string) => number;

  readonly #heard: (room: RoomView | undefined) => number;
  readonly #order: ReadonlySignal<RoomOrder>;

  /** @param compare orders names as people of this language expect */
  constructor(
    compare: (a: string, b: string) => number,
    clock: Pick<Clock, 'time'>,
    order: ReadonlySignal<RoomOrder> = signal('unread'),
  ) {
    this.#compare = compare;
    this.#heard = (room) => (room && isSilent(room, clock.time()) ? 0 : unreadOf(room));
    this.#order = order;
    this.unread = computed(() => this.order.value.reduce((sum, id) => sum + this.#heard(this.get(id)), 0));
    effect(() => {
      void this.onScreen.value;
      void order.value;
      if (!this.isHeld.value) untracked(() => this.#settle());
    });
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
      this.#raised = this.#unreadRooms();
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
      const isRaised = this.#isRaised(view.id, view);
      if (!this.isHeld.peek() && isRaised !== this.#raised.has(view.id)) this.#settle();
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
    this.sections.value = roomSections(views, this.#compare, this.#raised);
  }

  /** Gives every room the place that it should have by now. */
  #settle(): void {
    this.#raised = this.#unreadRooms();
    this.#sort();
  }

  #unreadRooms(): ReadonlySet<string> {
    return new Set([...this.#byId].filter(([id, room]) => this.#isRaised(id, room.peek())).map(([id]) => id));
  }

  #isRaised(id: string, view: RoomView): boolean {
    if (this.#order.peek() === 'name') return false;
    return id === this.onScreen.peek() ? this.#raised.has(id) : this.#heard(view) > 0 || isNew(view);
  }
}

export function unreadOf(room: RoomView | undefined): number {
  if (!room) return 0;
  const putBack = room.preferences?.unreadFrom;
  return Math.max(0, room.n - room.read, putBack === undefined ? 0 : room.n - putBack + 1);
}

/** How many messages of a room mention or answer this account that it has not seen. */
export function mentionsOf(room: RoomView | undefined): number {
  return (room?.mentions?.length ?? 0) + (room?.lateMentions?.length ?? 0);
}

/** Whether somebody was brought into a room and has not opened it yet (SPEC S10). */
export function isNew({ n, preferences }: RoomView): boolean {
  return (preferences?.unreadFrom ?? 0) > n;
}

/** Whether somebody set that they want to hear nothing of a room, for now or altogether. */
export function isSilent({ preferences }: RoomView, now: number): boolean {
  return preferences?.level === 'none' || (preferences?.mutedUntil ?? 0) > now;
}
