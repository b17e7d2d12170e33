import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals-core';
import type { Attachment } from '@skein/client/attachments';
import type { ChatClient } from '@skein/client/chat-client';
import type { ClientStatus, Notice } from '@skein/client/notices';
import type { RestClient, Result } from '@skein/client/rest-client';
import type { Uploads } from '@skein/client/uploads';
import type { AccountEvent, AccountView, Entered } from '@skein/protocol/accounts';
import { repliesRead } from '@skein/protocol/message-changes';
import { withNames } from '@skein/protocol/mention-text';
import type { Inbox, Pins, SavedPage } from '@skein/protocol/rest';
import type { Deleted, Message, RoomEvent } from '@skein/protocol/rooms';
import { type AnnouncedEvent, Announcer } from './announcer.ts';
import { Attaching } from './attaching.ts';
import { ChosenFiles } from './chosen-files.ts';
import type { Clock } from './clock.ts';
import { Drafts } from './drafts.ts';
import { Editing } from './editing.ts';
import { rememberVisit } from './finding/recent-rooms.ts';
import { KeepLastSeen } from './keep-last-seen.ts';
import type { Keepsake, LastSeen } from './keepsake.ts';
import type { MarkupReader } from './markup/markup-reader.ts';
import type { Memory } from './memory.ts';
import { Names } from './names.ts';
import type { Notifier } from './notifier.ts';
import { OutsideNews } from './outside-news.ts';
import { type OutgoingMessage, Pending } from './pending.ts';
import { type PendingChange, PendingChanges } from './pending-changes.ts';
import { People } from './people.ts';
import { Pictures } from './pictures.ts';
import { Presence } from './presence.ts';
import { PuttingBack } from './putting-back.ts';
import { keepReading } from './reading.ts';
import { Replies } from './replies.ts';
import { type MessageRights, rightsTo } from './rights.ts';
import { RoomColours } from './room-colours.ts';
import { Rooms, unreadOf } from './rooms.ts';
import { Tags } from './tags.ts';
import type { Timeline } from './timeline.ts';
import { Timelines } from './timelines.ts';
import { Mentionable } from './writing/mentionable.ts';
import { withTokens } from './writing/mentions.ts';
import { Typing } from './typing.ts';

export interface ChatOptions {
  readonly account: AccountView;
  readonly client: ChatClient;
  readonly uploads: Uploads;
  readonly rest: RestClient;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly keepsake: Keepsake;
  readonly notifier: Notifier;
  readonly isAttended: Signal<boolean>;
  /** Asked to be ready for messages before they are shown. */
  readonly markup: Pick<MarkupReader, 'prepareFor'>;
  readonly compareNames: (a: string, b: string) => number;
  /** Forgets what this account has written and not sent, in this browser. */
  readonly clearOutbox: () => Promise<void>;
}

/** Everything that the page shows of one person's chat, from the notices of the client. */
export class Chat {
  readonly account: Signal<AccountView>;
  /** Whether the page is on screen and has the focus. */
  readonly isAttended: ReadonlySignal<boolean>;
  readonly status = signal<ClientStatus>({ state: 'connecting', isAgain: false });
  /** Rooms are as the server says, not only as they were kept. */
  readonly #areRoomsTold = signal(false);
  readonly lobby = signal<string | undefined>(undefined);
  readonly rooms: Rooms;
  readonly names = new Names();
  readonly pictures: Pictures;
  readonly presence = new Presence();
  readonly colours = new RoomColours();
  readonly people: People;
  readonly typing: Typing;
  readonly announcer: Announcer;
  /** The room on screen. */
  readonly timeline = signal<Timeline | undefined>(undefined);
  readonly pending: ReadonlySignal<readonly OutgoingMessage[]>;
  /** Edits and deletions in the room on screen that are on their way. */
  readonly changes: ReadonlySignal<readonly PendingChange[]>;
  readonly editing: Editing;
  /** What the next message written in the room on screen answers. */
  readonly replying = signal<Message | undefined>(undefined);
  /** The replies that are shown beside the room on screen. */
  readonly replies = signal<Replies | undefined>(undefined);
  readonly tags: Tags;
  /** Something was copied, until it was told. */
  readonly isCopied = signal(false);
  /** What a search begins with that is about to be opened. */
  readonly searchFor = signal('');
  /** What the operator said last to everybody, until it is put away. */
  readonly broadcast = signal<Message | undefined>(undefined);
  /** How much was written and not sent, drafts too. */
  readonly unsent: ReadonlySignal<number>;
  readonly drafts: Drafts;
  readonly attaching: Attaching;
  readonly mentionable: Mentionable;
  readonly rest: RestClient;
  readonly clock: Clock;
  readonly #client: ChatClient;
  readonly #memory: Memory;
  readonly #timelines: Timelines;
  readonly #beforeShown: (events: readonly RoomEvent[]) => Promise<void>;
  readonly #outgoing: Pending;
  readonly #changing: PendingChanges;
  readonly #clearOutbox: () => Promise<void>;
  readonly #keepsake: Keepsake;
  readonly #keeping: KeepLastSeen;
  readonly #outsideNews: OutsideNews;
  readonly #puttingBack: PuttingBack;
  readonly #ends: readonly (() => void)[];
  #isClosed = false;

  constructor(options: ChatOptions) {
    const { account, client, rest, clock, memory, keepsake, isAttended, markup, compareNames, clearOutbox } = options;
    this.account = signal(account);
    this.names.meet(account);
    this.pictures = new Pictures(rest);
    this.pictures.meet([account]);
    this.rest = rest;
    this.clock = clock;
    this.rooms = new Rooms(
      compareNames,
      clock,
      computed(() => this.account.value.roomOrder ?? 'unread'),
    );
    this.people = new People({ client, rest, rooms: this.rooms });
    this.typing = new Typing(clock);
    this.announcer = new Announcer(clock);
    this.#client = client;
    this.#memory = memory;
    this.attaching = new Attaching(options.uploads, new ChosenFiles(memory, account.id));
    this.drafts = new Drafts(memory, account.id);
    this.mentionable = new Mentionable({
      memory,
      rest,
      names: this.names,
      pictures: this.pictures,
      account: () => account.id,
    });
    this.#clearOutbox = clearOutbox;
    this.isAttended = isAttended;
    this.#beforeShown = async (events) => {
      this.#meet(events);
      await markup.prepareFor(bodiesOf(events));
    };
    this.#timelines = new Timelines(rest, keepsake, this.#beforeShown, account.id);
    this.#keepsake = keepsake;
    this.#outsideNews = new OutsideNews({
      ...{ rooms: this.rooms, names: this.names, account: this.account, isAttended, notifier: options.notifier },
      now: () => this.now,
    });
    this.#puttingBack = new PuttingBack(rest);
    const lobby = (): string | undefined => this.lobby.peek();
    this.#keeping = new KeepLastSeen({ client, timelines: this.#timelines, clock, keepsake, lobby });
    this.#outgoing = new Pending(client);
    this.#changing = new PendingChanges(client);
    this.editing = new Editing({
      client,
      timeline: this.timeline,
      drafts: this.drafts,
      mayEdit: (message) => this.rightsTo(message).edit,
      isSending: () => this.pending.value.some(({ standing }) => standing.state !== 'refused'),
      bodyOf: (seq) => this.bodyOf(seq),
      asSent: (text) => this.asSent(text),
    });
    this.tags = new Tags({ client, rest, account: this.account, rooms: this.rooms });
    this.changes = computed(() =>
      this.#changing.changes.value.filter(({ room }) => room === this.timeline.value?.room),
    );
    this.pending = computed(() =>
      this.#outgoing.messages.value.filter(({ room }) => room === this.timeline.value?.room),
    );
    this.unsent = computed(() => this.#outgoing.unsent.value + this.drafts.places.value.size);
    if (keepsake.before?.account.id === account.id) this.#remember(keepsake.before);
    this.#ends = [
      client.listen((notice) =>
        batch(() => {
          this.#hear(notice);
          this.#outsideNews.hear(notice);
        }),
      ),
      () => this.people.close(),
      () => this.attaching.close(),
      keepReading({ client, rooms: this.rooms, timeline: this.timeline, isAttended }),
    ];
  }

  /** Brings a room on screen, or none. @param message the seq of a message to go to */
  visit(room: string | undefined, message?: number): void {
    if (this.#isClosed) return;
    const left = this.timeline.value;
    if (left?.room === room) return void (message !== undefined && left?.goTo(message));
    batch(() => {
      // Without a reader, a room keeps its newest messages.
      if (left) left.isFollowing.value = true;
      this.editing.end();
      this.replying.value = undefined;
      this.replies.value = undefined;
      if (room === undefined) this.timeline.value = undefined;
      else this.#show(room, message);
      this.rooms.onScreen.value = room;
    });
    this.typing.view(room);
    this.announcer.clear();
    this.#client.view(room ?? null);
    if (room === undefined) return;
    this.#memory.write('room', room);
    rememberVisit(this.#memory, room);
  }

  /** The room counts as unread from this message on, also after leaving it. */
  async markUnread(message: Message): Promise<void> {
    const { timeline } = this;
    const room = this.rooms.get(message.room);
    if (!room || !(await this.#puttingBack.putBack(room, message.n))) return;
    if (timeline.value?.room === message.room) timeline.value.readUpTo.value = message.n - 1;
  }

  /** The server's time, as soon as it is known: what this machine takes for today may be wrong. */
  get now(): number {
    return this.#client.serverTime ?? this.clock.time();
  }

  /** The room to show to somebody who asked for none: where they were last, else the Lobby. */
  get home(): string | undefined {
    const last = this.#memory.read('room');
    if (last !== undefined && this.rooms.get(last)) return last;
    // What was kept may be from before that room: the server is about to say.
    const mayBeComing = last !== undefined && !this.#areRoomsTold.value && this.status.value.state !== 'waiting';
    return mayBeComing ? undefined : this.lobby.value;
  }

  /** Whether messages can be written: from the first welcome on, with or without a connection. */
  get canPost(): boolean {
    return this.rooms.isLoaded.value;
  }

  /** Posts what was written, with the files that were chosen, to the room on screen. */
  post(body: string): void {
    const timeline = this.timeline.value;
    if (!timeline || !this.#postFrom(timeline.room, timeline.room, body, this.replying.value?.seq)) return;
    timeline.drawLine(undefined);
    this.replying.value = undefined;
    timeline.goToEnd();
  }

  /** As above, to the replies beside it. */
  postReply({ room, root, key }: Replies, body: string): void {
    this.#postFrom(key, room, body, root);
  }

  /** @param key where the files were chosen. @returns whether there was anything to post */
  #postFrom(key: string, room: string, body: string, reply: number | undefined): boolean {
    const attachments = this.attaching.take(key);
    const isEmpty = body.trim() === '';
    if (isEmpty && attachments.length === 0) return false;
    this.postTo(room, isEmpty ? '' : body, reply, attachments);
    return true;
  }

  /** Posts to a room without going there. @param reply the seq of the message that it answers */
  postTo(room: string, body: string, reply?: number, attachments: readonly Attachment[] = []): void {
    this.#client.post(room, body, { reply, ...(attachments.length > 0 && { attachments }) });
  }

  /** Shows the replies that a message belongs to beside the room. */
  openReplies({ room, seq, reply }: Message): void {
    const root = reply?.root ?? seq;
    if (this.replies.value?.room === room && this.replies.value.root === root) return;
    const { rest } = this;
    const options = { rest, client: this.#client, self: this.account.value.id, beforeShown: this.#beforeShown };
    this.replies.value = new Replies(room, root, options);
    void this.replies.value.load();
  }

  /** What somebody has written, as it is sent; `asWritten` is the way back. */
  asSent(text: string): string {
    return withTokens(text, this.names.all());
  }

  asWritten(body: string): string {
    return withNames(body, (id) => this.names.of(id));
  }

  remove(message: number): void {
    if (this.timeline.value) this.#client.remove(this.timeline.value.room, message);
  }

  async savedPage(options: { before?: number }): Promise<Result<SavedPage>> {
    const answer = await this.rest.saved(options);
    if (answer.ok) await this.#beforeShown(answer.value.items.map(({ message }) => message));
    return answer;
  }

  async inboxPage(options: { before?: number }): Promise<Result<Inbox>> {
    const answer = await this.rest.inbox(options);
    if (answer.ok) await this.#beforeShown(answer.value.items.map(({ message }) => message));
    return answer;
  }

  /** What is pinned in a room, the last first, ready to be shown. */
  async pinsOf(room: string): Promise<Result<Pins>> {
    const answer = await this.rest.pins(room);
    if (answer.ok) await this.#beforeShown(answer.value.messages);
    return answer;
  }

  /** A message's body with what is on its way; undefined where there is none. */
  bodyOf(message: number): string | undefined {
    const change = this.changes.value.findLast((change) => change.message === message && change.t === 'edit');
    return change?.body ?? this.messageAt(message)?.body;
  }

  /** A message of the room on screen, or beside it, that is held. Tracked. */
  messageAt(seq: number): Message | undefined {
    const event = this.timeline.value?.window.value.events.find((event) => event.seq === seq);
    return event?.t === 'message' ? event : this.replies.value?.messageAt(seq);
  }

  /** Whether an edit made a message mention this account after it was read, and that was not seen yet. Tracked. */
  mentionsLate(message: Message | undefined): boolean {
    return message !== undefined && (this.rooms.get(message.room)?.lateMentions?.includes(message.seq) ?? false);
  }

  rightsTo(message: Message): MessageRights {
    return rightsTo(message, this.account.value, this.rooms.get(message.room));
  }

  retry(id: string, body?: string): void {
    this.#client.retry(id, body);
  }

  discard(id: string): void {
    this.#client.discard(id);
  }

  typed(): void {
    if (this.timeline.value) this.#client.typing(this.timeline.value.room);
  }

  reconnectNow(): void {
    this.#client.reconnectNow();
  }

  /** After the log-out: nothing that was written and not sent stays on this machine. */
  async forget(): Promise<void> {
    this.#keeping.stop();
    this.drafts.forget();
    this.attaching.forget();
    this.mentionable.forget();
    await this.#keepsake.forget();
    await this.#clearOutbox();
  }

  close(): void {
    this.#isClosed = true;
    for (const end of this.#ends) end();
    this.#keeping.stop();
    this.typing.view(undefined);
    this.announcer.clear();
    this.#client.close();
  }

  /** What was seen last is shown until the server says how things are. */
  #remember({ lobby, rooms }: LastSeen): void {
    this.lobby.value = lobby;
    this.rooms.replace(rooms);
    this.pictures.meetIn(rooms);
  }

  #hear(notice: Notice): void {
    this.#outgoing.hear(notice);
    this.#changing.hear(notice);
    this.tags.hear(notice);
    this.presence.hear(notice);
    this.people.hear(notice);
    this.pictures.hear(notice);
    this.#meetPresent(notice);
    this.typing.hear(notice);
    this.#keeping.hear(notice);
    switch (notice.kind) {
      case 'status':
        return this.#changeStatus(notice.status);
      case 'welcome':
        this.account.value = notice.account;
        this.lobby.value = notice.lobby;
        return;
      case 'account-event':
        return this.#hearOfAccount(notice.event);
      case 'rooms':
        return this.#replaceRooms();
      case 'room':
        return this.#changeRoom(notice.room.id);
      case 'room-gone':
        this.rooms.remove(notice.room);
        return this.#timelines.forget(notice.room);
      case 'reset':
        this.rooms.put(notice.room);
        // Its seq may be another message's now.
        if (notice.room.id === this.timeline.value?.room) {
          this.editing.historyBeganAnew(notice.room.id);
          this.replying.value = undefined;
          this.replies.value = undefined;
        }
        return this.#timelines.reset(notice.room.id);
      case 'event':
        return this.#receive(notice.event);
    }
  }

  #hearOfAccount(event: AccountEvent): void {
    if (event.t === 'account') this.account.value = event.account;
    if (event.t === 'entered') this.#broughtIn(event);
    if (event.t === 'saved' || event.t === 'unsaved') {
      const change = (message: Message): Message => withSaved(message, event.t === 'saved');
      this.#timelines.change(event.room, event.message, change);
      if (this.replies.value?.room === event.room) this.replies.value.change(event.message, change);
    }
    if (event.t !== 'replies-read') return;
    this.#timelines.change(event.room, event.message, (message) => repliesRead(message, event.n));
    if (this.replies.value?.room === event.room && this.replies.value.root === event.message)
      this.replies.value.read(event.n);
  }

  /** Somebody else brought this account into a room. */
  #broughtIn(entered: Entered): void {
    const { room, invitedBy } = entered;
    if (!invitedBy || room.id === this.timeline.value?.room) return;
    this.announcer.add(entered);
  }

  #changeStatus(status: ClientStatus): void {
    this.status.value = status;
    if (status.state === 'live') this.#timelines.retryFailed();
  }

  #replaceRooms(): void {
    this.#areRoomsTold.value = true;
    this.rooms.replace(this.#client.rooms.values());
    this.pictures.meetIn(this.#client.rooms.values());
    for (const timeline of this.#timelines) timeline.began(this.rooms.get(timeline.room)?.seq ?? 0);
    this.#drawLine();
  }

  #changeRoom(id: string): void {
    const view = this.#client.rooms.get(id);
    if (view) this.rooms.put(view);
    if (this.timeline.value?.room === id && !this.#timelines.has(id)) this.#show(id);
  }

  /** Also for the room on screen, when somebody was out of it and is back. */
  #show(room: string, message?: number): void {
    this.timeline.value = this.#timelines.visit(room, message);
    this.timeline.value.drawLine(this.#readMark(room));
    const view = this.rooms.get(room);
    if (view) this.#puttingBack.opened(view);
    this.#keeping.opened(room);
  }

  /** The room on screen may have been opened before it was known how far it had been read. */
  #drawLine(): void {
    const timeline = this.timeline.value;
    if (timeline && timeline.readUpTo.value === undefined) timeline.drawLine(this.#readMark(timeline.room));
  }

  #receive(event: RoomEvent): void {
    this.#meet([event]);
    if (event.t === 'joined' || event.t === 'left') this.mentionable.changed(event.room);
    this.#timelines.receive(event);
    this.replies.value?.receive(event);
    if (event.t === 'message' && event.from === 'server') this.broadcast.value = event;
    if (event.t === 'deleted' && isSameMessage(event, this.broadcast.value)) this.broadcast.value = undefined;
    const isOfOthers = event.room === this.timeline.value?.room && event.by !== this.account.value.id;
    if (!isOfOthers || !isAnnounced(event)) return;
    this.announcer.add(event);
    if (event.t === 'message') this.#drawLineAbove(event);
  }

  #meetPresent(notice: Notice): void {
    const present = notice.kind === 'here' ? notice.here.people : notice.kind === 'presence' ? notice.presence.on : [];
    for (const person of present) this.names.meet(person);
  }

  #meet(events: readonly RoomEvent[]): void {
    for (const event of events) {
      this.names.meet({ id: event.by, name: event.name });
      if (event.t === 'message' || event.t === 'edited') event.mentions?.forEach((person) => this.names.meet(person));
    }
  }

  #drawLineAbove(message: Message): void {
    const timeline = this.timeline.value!;
    const isRead = this.isAttended.value && timeline.isFollowing.value;
    if (!isRead && timeline.readUpTo.value === undefined) timeline.readUpTo.value = message.n - 1;
  }

  #readMark(id: string): number | undefined {
    const room = this.rooms.get(id);
    if (!room || unreadOf(room) === 0) return undefined;
    return Math.min(room.read, (room.preferences?.unreadFrom ?? Infinity) - 1);
  }
}

/** An edit of what was deleted since has nothing to say. */
function isAnnounced(event: RoomEvent): event is AnnouncedEvent {
  return event.t === 'message' || event.t === 'deleted' || (event.t === 'edited' && event.body !== '');
}

function isSameMessage({ room, message }: Deleted, other: Message | undefined): boolean {
  return other?.room === room && other.seq === message;
}

function* bodiesOf(events: readonly RoomEvent[]): Generator<string> {
  for (const event of events) if (event.t === 'message') yield event.body;
}

function withSaved(message: Message, isSaved: boolean): Message {
  const { saved: _, ...unsaved } = message;
  return isSaved && !message.deleted ? { ...unsaved, saved: true } : unsaved;
}
