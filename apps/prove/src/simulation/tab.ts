import { connectChat, type ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { ClientPlatform } from '@skein/client/transport';
import type { Refusal } from '@skein/protocol/errors';
import type { Tagging } from '@skein/protocol/posting';
import type { RoomEvent, TagEvent } from '@skein/protocol/rooms';
import type { Posted, RoomCopy } from '../history.ts';
import type { BrowserOutbox } from './browser-outbox.ts';
import type { VirtualThread } from './virtual-loop.ts';
import type { Sent, Wire } from './wire.ts';

/** Somebody's account, as the simulation drives it. */
export interface Person {
  readonly name: string;
  readonly account: string;
}

/** An event of a room that has come through a tab's socket, whatever its page made of it. */
export interface Arrival {
  readonly room: string;
  readonly seq: number;
  readonly sent: Sent;
}

/** An edit or a deletion that somebody has written. */
export interface Changed {
  readonly id: string;
  readonly t: 'edited' | 'deleted' | TagEvent['t'];
  readonly room: string;
  readonly message: number;
}

/** What frames of a room's events begin with. */
const ROOM_EVENT = /^\{"t":"\w+","room":"([^"]+)","seq":(\d+),"at":/;

/** What a tab needs of the world around it. */
export interface TabWorld {
  readonly now: () => number;
  openSocket(tab: Tab): Wire;
  checkSession(tab: Tab): ReturnType<NonNullable<ClientPlatform['checkSession']>>;
  platformOf(page: Page): Pick<ClientPlatform, 'now' | 'randomBytes' | 'setTimer' | 'clearTimer'>;
  tell(who: string, what: string): void;
  failed(error: unknown): void;
}

/** One load of the page: a real client, and everything it was told. */
export class Page {
  readonly thread: VirtualThread;
  readonly client: ChatClient;
  readonly copies: RoomCopy[] = [];
  /** Every event it was shown, in that order. */
  readonly events: RoomEvent[] = [];
  wire: Wire | undefined;
  readonly #current = new Map<string, RoomCopy>();
  readonly #tab: Tab;
  readonly #world: TabWorld;

  /** To be made in its own thread. */
  constructor(tab: Tab, thread: VirtualThread, world: TabWorld) {
    this.thread = thread;
    this.#tab = tab;
    this.#world = world;
    const platform: ClientPlatform = {
      ...world.platformOf(this),
      openSocket: () => (this.wire = world.openSocket(tab)).client,
      checkSession: () => world.checkSession(tab),
    };
    const onError = (error: unknown): void => world.failed(error);
    this.client = connectChat({ platform, outbox: tab.outbox, onError });
    this.client.listen((notice) => this.#hears(notice));
  }

  /** Nothing of it runs any more. A browser gives what it had locked to others. */
  dies(): void {
    this.thread.isDead = true;
    this.wire?.closedByClient();
    this.#tab.outbox.forgetDead();
  }

  get isLive(): boolean {
    return this.client.status.state === 'live';
  }

  #hears(notice: Notice): void {
    switch (notice.kind) {
      case 'rooms':
        for (const { id, seq } of this.client.rooms.values()) if (!this.#current.has(id)) this.#begins(id, seq);
        return;
      case 'room':
        if (!this.#current.has(notice.room.id)) this.#begins(notice.room.id, notice.room.seq);
        return;
      case 'reset':
        return this.#begins(notice.room.id, notice.room.seq);
      case 'room-gone':
        return void this.#current.delete(notice.room);
      case 'event':
        return this.#sees(notice.event);
      case 'acked':
        this.#world.tell(
          this.#tab.name,
          `has its ${notice.ack.id} acknowledged at ${notice.ack.room}/${notice.ack.seq}`,
        );
        return void this.#tab.outbox.acks.set(notice.ack.id, notice.ack);
      case 'refused':
        return this.#tab.refuses(this, notice.entry.id, notice.error);
      case 'status':
        return this.#world.tell(this.#tab.name, `is ${notice.status.state}`);
      case 'welcome':
      case 'account-event':
      case 'pending':
      case 'withdrawn':
      case 'typing':
      case 'here':
      case 'presence':
      case 'online':
      case 'error':
    }
  }

  #sees(event: RoomEvent): void {
    this.#world.tell(
      this.#tab.name,
      `sees ${event.room}/${event.seq} ${event.t === 'message' ? event.body : `${event.by} ${event.t}`}`,
    );
    this.#current.get(event.room)?.events.push(event);
    this.events.push(event);
  }

  #begins(room: string, after: number): void {
    const copy = { room, after, events: [] };
    this.copies.push(copy);
    this.#current.set(room, copy);
  }
}

/** A tab of a person's browser or device, whose session and outbox outlive the pages that are loaded in it. */
export class Tab {
  readonly name: string;
  readonly person: Person;
  readonly session: string;
  /** Shared with the other tabs of its browser. */
  readonly outbox: BrowserOutbox;
  readonly pages: Page[] = [];
  /** In the order in which it was written. */
  readonly posted: Posted[] = [];
  readonly changed: Changed[] = [];
  readonly arrivals: Arrival[] = [];
  isOffline = false;
  /** Whether its person asked to log out; the answer may be lost. */
  isLeaving = false;
  readonly #world: TabWorld;

  constructor(name: string, person: Person, session: string, outbox: BrowserOutbox, world: TabWorld) {
    this.name = name;
    this.person = person;
    this.session = session;
    this.outbox = outbox;
    this.#world = world;
  }

  get page(): Page | undefined {
    const page = this.pages.at(-1);
    return page && !page.thread.isDead ? page : undefined;
  }

  /** To be called in a thread of its own. */
  load(thread: VirtualThread): void {
    this.pages.push(new Page(this, thread, this.#world));
  }

  /** The tab is closed, or the browser dies: only what was stored stays. */
  closes(): void {
    this.page?.dies();
  }

  says(room: string, body: string, reply?: number): void {
    const { page } = this;
    if (!page?.client.account) return;
    const { id } = page.client.post(room, body, { reply });
    this.posted.push({ id, room, body });
    this.#world.tell(
      this.name,
      `writes ${id} to ${room}${reply === undefined ? '' : ` in answer to ${reply}`}: ${body}`,
    );
  }

  edits(room: string, message: number, body: string): void {
    const { page } = this;
    if (!page?.client.account) return;
    const { id } = page.client.edit(room, message, body);
    this.changed.push({ id, t: 'edited', room, message });
    this.#world.tell(this.name, `edits ${room}/${message} as ${id}: ${body}`);
  }

  deletes(room: string, message: number): void {
    const { page } = this;
    if (!page?.client.account) return;
    const { id } = page.client.remove(room, message);
    this.changed.push({ id, t: 'deleted', room, message });
    this.#world.tell(this.name, `deletes ${room}/${message} as ${id}`);
  }

  tags(room: string, message: number, t: Tagging['t'], emoji: string): void {
    const { page } = this;
    if (!page?.client.account) return;
    const { client } = page;
    const { id } = t === 'react' || t === 'unreact' ? client[t](room, message, emoji) : client[t](room, message);
    this.changed.push({ id, t: `${t}${t.endsWith('pin') ? 'n' : ''}ed` as TagEvent['t'], room, message });
    this.#world.tell(this.name, `${t}s ${emoji} at ${room}/${message} as ${id}`);
  }

  receives(frame: string, sent: Sent): void {
    const [, room, seq] = ROOM_EVENT.exec(frame) ?? [];
    if (room !== undefined) this.arrivals.push({ room, seq: Number(seq), sent });
  }

  /** What the server will not take is discarded: to write it again is the person's to decide. */
  refuses(page: Page, id: string, error: Refusal): void {
    this.#world.tell(this.name, `has its ${id} refused: ${error.code}`);
    if (!this.outbox.refused.has(id)) this.outbox.refused.set(id, { error, atMs: this.#world.now() });
    page.client.discard(id);
  }
}
