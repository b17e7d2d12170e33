import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core';
import type { Result } from '@skein/client/rest-client';
import type { History } from '@skein/protocol/rest';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import { findMessage } from './find-message.ts';
import {
  EMPTY_WINDOW,
  type EventWindow,
  fromPage,
  isChange,
  lastN,
  withChanges,
  withEvent,
  withNewerPage,
  withOlderPage,
  withMessage,
} from './event-window.ts';

import { ALL, around, newestOf, SHOWN, shownOf, type ShownPart, withNewer, withOlder } from './shown-part.ts';

export interface HistoryPlace {
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  readonly limit: number;
}
export type LoadHistory = (place: HistoryPlace) => Promise<Result<History>>;
export type LoadKept = () => Promise<readonly RoomEvent[]>;
export type Loading = 'idle' | 'loading' | 'failed';

const PAGE_EVENTS = 80;

/** What the page holds of one room's history, and where its reader is in it. */
export class Timeline {
  readonly room: string;
  readonly window = signal<EventWindow>(EMPTY_WINDOW);
  /** What of it is on the page. */
  readonly shown: ReadonlySignal<EventWindow>;
  /** `loading` until the newest page is there. */
  readonly opening = signal<'loading' | 'ready' | 'failed'>('loading');
  readonly older = signal<Loading>('idle');
  readonly newer = signal<Loading>('idle');
  /** The line that says "new" is above the first message with a higher `n`. */
  readonly readUpTo = signal<number | undefined>(undefined);
  /** The `n` of the first message that was new when the room was opened, until the reader has been there. */
  readonly firstNew = signal<number | undefined>(undefined);
  /** Whether the reader is at the end and follows. The view says so, once it has been laid out. */
  readonly isFollowing = signal(false);
  /** Grows each time the view is asked to go to the end. */
  readonly endRequests = signal(0);
  /** The seq of a message that the view is asked to go to, until it is there. */
  readonly target = signal<number | undefined>(undefined);
  readonly #load: LoadHistory;
  readonly #loadKept: LoadKept;
  readonly #self: string;
  readonly #part = signal<ShownPart>(ALL);
  #newestSeq = 0;
  #beganAt = 0;
  #early: RoomEvent[] = [];
  /** What came while pages were on their way, which may have been read before it. */
  #changesMeanwhile: RoomEvent[] = [];
  /** Grows when everything is loaded anew; an answer to an older question is dropped. */
  #generation = 0;

  /**
   * @param loadKept what this browser kept of the room: shown until the newest page is there, and without a network
   * @param self the account that looks
   */
  constructor(room: string, load: LoadHistory, loadKept: LoadKept = async () => [], self = '') {
    this.room = room;
    this.#load = load;
    this.#loadKept = loadKept;
    this.#self = self;
    this.shown = computed(() => shownOf(this.window.value, this.#part.value));
  }

  /** The newest message shown; 0 when there is none or newer ones are not loaded. */
  get shownN(): number {
    const shown = this.shown.value;
    return this.opening.value === 'ready' && !shown.hasNewer ? lastN(shown) : 0;
  }

  /** The room was opened, read up to a message; or what was new is done with. */
  drawLine(readUpTo: number | undefined): void {
    batch(() => {
      this.readUpTo.value = readUpTo;
      this.firstNew.value = readUpTo === undefined ? undefined : readUpTo + 1;
      if (readUpTo === undefined || this.target.value !== undefined) return;
      const { from, to } = this.#part.value;
      this.#part.value = { from: Math.min(from, newestOf(this.window.value.events, readUpTo).from), to };
    });
  }

  /** Shows no more than the end, from where the new begins where that is said. */
  narrow(readUpTo?: number): void {
    this.#part.value = newestOf(this.window.value.events, readUpTo);
  }

  /**
   * The reader comes near to the first row: a few more are shown, and loaded where few are left.
   * @param letGoFrom the seq of a message that is far below them
   */
  comeNearStart(letGoFrom?: number): void {
    const { events, hasOlder } = this.shown.value;
    if (events.length === 0 || !hasOlder) return;
    this.#part.value = withOlder(this.window.value.events, this.#part.value, letGoFrom);
    const isShort = (this.window.value.events[SHOWN.step]?.seq ?? Infinity) >= this.shown.value.first;
    if (isShort && this.older.value === 'idle') void this.loadOlder();
  }

  /** @param letGoUpTo the seq of a message that is far above them */
  comeNearEnd(letGoUpTo?: number): void {
    const { events, hasNewer } = this.shown.value;
    if (events.length === 0 || !hasNewer) return;
    this.#part.value = withNewer(this.window.value.events, this.#part.value, letGoUpTo);
    const isShort = (this.window.value.events.at(-SHOWN.step)?.seq ?? 0) <= this.shown.value.last;
    if (isShort && this.newer.value === 'idle') void this.loadNewer();
  }

  /** Loads the newest page. What happens meanwhile is kept and follows it. */
  open(): Promise<void> {
    return this.#open({ limit: PAGE_EVENTS });
  }

  async #open(options: HistoryPlace): Promise<void> {
    const generation = ++this.#generation;
    batch(() => {
      this.opening.value = 'loading';
      this.older.value = 'idle';
      this.newer.value = 'idle';
    });
    const page = this.#load(options);
    if (this.window.value.last === 0 && options.around === undefined) void this.#showKept(generation);
    const newest = await page;
    if (generation !== this.#generation) return;
    batch(() => {
      if (newest.ok) this.#show(fromPage(newest.value), options.around);
      this.opening.value = newest.ok ? 'ready' : 'failed';
    });
    if (newest.ok) this.#readAgainIfPassed();
  }

  /** Goes to a message with what is around it, which may have to be loaded first. */
  goTo(message: number): void {
    this.isFollowing.value = false;
    this.target.value = message;
    const { first, last } = this.window.value;
    const isHeld = this.opening.value === 'ready' && first <= message && message <= last;
    const shown = this.shown.value;
    if (isHeld && (message < shown.first || message > shown.last))
      this.#part.value = around(this.window.value.events, message);
    if (!isHeld) void this.#open({ around: message, limit: PAGE_EVENTS });
  }

  /** Goes to the first message that was new when the room was opened. What cannot be found can be looked for again. */
  async goToFirstNew(): Promise<void> {
    const n = this.firstNew.value;
    if (n === undefined || this.opening.value !== 'ready') return;
    const generation = this.#generation;
    const seq = await findMessage(n, this.window.value, this.#load);
    if (seq === undefined || generation !== this.#generation || this.firstNew.value !== n) return;
    this.firstNew.value = undefined;
    this.goTo(seq);
  }

  /** The room's history was cut: what is held no longer counts. */
  reset(): Promise<void> {
    this.#newestSeq = 0;
    this.#early = [];
    this.window.value = EMPTY_WINDOW;
    return this.open();
  }

  /**
   * Events come from this seq on: a page that was read before has a hole behind it, and is read again. Once, because a
   * room whose history was cut has no page that reaches so far.
   */
  began(seq: number): void {
    this.#beganAt = seq;
    if (this.opening.value === 'ready') this.#readAgainIfPassed();
  }

  receive(event: RoomEvent): void {
    this.#newestSeq = Math.max(this.#newestSeq, event.seq);
    if ((isChange(event) || isReply(event)) && this.#isLoadingPage) this.#changesMeanwhile.push(event);
    if (this.opening.value === 'ready') this.window.value = this.#withEvent(this.window.value, event);
    else this.#early.push(event);
    // Who follows has no need of what went by.
    if (this.isFollowing.value && this.shown.value.events.length > SHOWN.most) this.narrow();
  }

  /** A message is another one for this account alone. */
  change(seq: number, change: (message: Message) => Message): void {
    this.window.value = withMessage(this.window.value, seq, change);
  }

  async loadOlder(): Promise<void> {
    const { first, hasOlder } = this.window.value;
    if (!hasOlder || this.older.value === 'loading' || this.opening.value !== 'ready') return;
    await this.#loadPage(this.older, { before: first, limit: PAGE_EVENTS }, withOlderPage);
  }

  async loadNewer(): Promise<void> {
    if (!this.window.value.hasNewer || this.newer.value === 'loading') return;
    const after = this.window.value.last;
    await this.#loadPage(this.newer, { after, limit: PAGE_EVENTS }, (window, page) =>
      withNewerPage(window, page, this.#newestSeq, this.#self),
    );
  }

  /** Goes to the newest message, which may have to be loaded first. */
  goToEnd(): void {
    batch(() => {
      this.isFollowing.value = true;
      this.endRequests.value++;
      this.#part.value = newestOf(this.window.value.events);
    });
    if (this.window.value.hasNewer) void this.open();
  }

  #withEvent(window: EventWindow, event: RoomEvent): EventWindow {
    return withEvent(window, event, this.isFollowing.value, this.#self);
  }

  get #isLoadingPage(): boolean {
    return this.older.value === 'loading' || this.newer.value === 'loading';
  }

  #readAgainIfPassed(): void {
    const isPassed = !this.window.value.hasNewer && this.window.value.last < this.#beganAt;
    this.#beganAt = 0;
    if (isPassed) void this.open();
  }

  /** While the newest page is on its way, or cannot be had. What happens meanwhile waits for that page. */
  async #showKept(generation: number): Promise<void> {
    const events = await this.#loadKept();
    if (generation !== this.#generation || this.opening.value === 'ready' || events.length === 0) return;
    batch(() => {
      this.window.value = fromPage({ events: [...events], more: events[0]!.seq > 1 });
      this.narrow(this.readUpTo.value);
    });
  }

  /** @param middle the seq of the message that was asked for */
  #show(window: EventWindow, middle?: number): void {
    const early = this.#early;
    this.#early = [];
    let shown = window;
    for (const event of early) shown = this.#withEvent(shown, event);
    this.#newestSeq = Math.max(this.#newestSeq, shown.last);
    this.window.value = shown;
    if (middle === undefined) this.narrow(this.readUpTo.value);
    else this.#part.value = around(shown.events, middle);
  }

  async #loadPage(
    loading: typeof this.older,
    options: HistoryPlace,
    apply: (window: EventWindow, page: History) => EventWindow,
  ): Promise<void> {
    const generation = this.#generation;
    loading.value = 'loading';
    const page = await this.#load(options);
    if (generation !== this.#generation) return;
    batch(() => {
      // What comes is held, and shown when the reader comes near.
      const { first, last } = this.shown.value;
      this.#part.value = { from: first, to: this.shown.value.hasNewer ? last : Infinity };
      if (page.ok)
        this.window.value = withChanges(apply(this.window.value, page.value), this.#changesMeanwhile, this.#self);
      loading.value = page.ok ? 'idle' : 'failed';
    });
    if (!this.#isLoadingPage) this.#changesMeanwhile = [];
  }
}

function isReply(event: RoomEvent): boolean {
  return event.t === 'message' && event.reply !== undefined;
}
