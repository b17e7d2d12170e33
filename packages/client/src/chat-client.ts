import type { AccountView } from '@skein/protocol/accounts';
import type { Welcome } from '@skein/protocol/connection';
import type { Down } from '@skein/protocol/down';
import type { Deleted, Edited, Message, RoomView, TagEvent } from '@skein/protocol/rooms';
import type { Attachment } from './attachments.ts';
import { ChatOutbox } from './chat-outbox.ts';
import { Connection } from './connection.ts';
import type { KnownBefore } from './known-before.ts';
import { Listeners } from './listeners.ts';
import type { ClientStatus, Listener } from './notices.ts';
import type {
  DeleteEntry,
  EditEntry,
  OutboxEntry,
  OutboxStorage,
  PinEntry,
  PostEntry,
  ReactionEntry,
} from './outbox.ts';
import { parseGroupKey, ReadMarks } from './read-marks.ts';
import { Screen } from './screen.ts';
import { Streams } from './streams.ts';
import type { Uploads } from './uploads.ts';
import type { ClientPlatform } from './transport.ts';

export interface ChatClientOptions {
  readonly platform: ClientPlatform;
  readonly outbox: OutboxStorage;
  /** Brings files to the server; without it messages go without. It stops with the client. */
  readonly uploads?: Uploads;
  /** What an earlier client of the same account knew: rooms are there, and can be written in, before the first welcome. */
  readonly before?: KnownBefore;
  /** Told of errors that are not the client's own: of a listener, of the outbox's storage. The console by default. */
  readonly onError?: (error: unknown) => void;
}

/**
 * One connection to a Skein server, kept up through every cut. It holds a cursor for each stream, resumes from them, and
 * keeps what was posted until the server has answered for it.
 */
export interface ChatClient {
  readonly status: ClientStatus;
  /** Known from the first welcome on, or from before. */
  readonly account: AccountView | undefined;
  /** For the next client's `before`. */
  readonly known: KnownBefore | undefined;
  readonly rooms: ReadonlyMap<string, RoomView>;
  /**
   * What this account wrote (messages, edits, deletions) and is not answered, in the order in which it was written: also in
   * its other tabs.
   */
  readonly outbox: readonly OutboxEntry[];
  /** The server's time (milliseconds since 1970): this machine's may be hours off. Known from the first welcome on. */
  readonly serverTime: number | undefined;

  /**
   * Adds a message to the outbox and sends it as soon as that is possible.
   * @param options.reply the seq of the message that it answers
   * @throws before the first welcome, where nothing was known before: there is no account yet to post as
   */
  post(room: string, body: string, options?: PostOptions): PostEntry;
  /** Changes the body of a message of the account's own, by way of the outbox too. @param message its seq */
  edit(room: string, message: number, body: string): EditEntry;
  /** Deletes a message, by way of the outbox too. @param message its seq */
  remove(room: string, message: number): DeleteEntry;
  /** Puts an emoji on a message, or takes it away, by way of the outbox. @param message its seq */
  react(room: string, message: number, emoji: string): ReactionEntry;
  unreact(room: string, message: number, emoji: string): ReactionEntry;
  /** Pins a message in its room, or unpins it, by way of the outbox. @param message its seq */
  pin(room: string, message: number): PinEntry;
  unpin(room: string, message: number): PinEntry;
  /** Sends again what was refused, under a new id where the body has changed. */
  retry(id: string, body?: string): void;
  discard(id: string): void;
  /** Moves the read mark forward; sent at most once a second and room. */
  markRead(room: string, n: number): void;
  /** Says that the first `n` replies of a group are read; sent at most once a second. @param message the first one's seq */
  markRepliesRead(room: string, message: number, n: number): void;
  /** Says which room is on screen: presence and typing come for this one alone. Kept through reconnects. */
  view(room: string | null): void;
  /** Says whose presence is to be told besides that of the room on screen. Kept through reconnects. */
  watch(people: readonly string[]): void;
  /** Says that the person types in a room; call it at every key, it is sent at most every three seconds. */
  typing(room: string): void;
  /** Tries to connect now instead of waiting for the next try. */
  reconnectNow(): void;
  /** Ends the connection for good. What is in the outbox's storage stays there. */
  close(): void;
  /** @returns a function that ends the subscription */
  listen(listener: Listener): () => void;
}

/** What a message can have besides its body. */
export interface PostOptions {
  readonly reply?: number | undefined;
  /** Files that the program's `Uploads` has taken in. */
  readonly attachments?: readonly Attachment[] | undefined;
}

/** Opens the connection at once. */
export function connectChat(options: ChatClientOptions): ChatClient {
  const client = new ConnectedChat(options);
  client.open();
  return client;
}

class ConnectedChat implements ChatClient {
  readonly #listeners: Listeners;
  readonly #connection: Connection;
  readonly #outbox: ChatOutbox;
  readonly #marks: ReadMarks;
  readonly #replyMarks: ReadMarks;
  readonly #screen: Screen;
  readonly #streams: Streams;
  readonly #platform: ClientPlatform;
  readonly #uploads: Uploads | undefined;
  #account: AccountView | undefined;
  /** How far the server's clock is ahead of the platform's. */
  #aheadMs: number | undefined;

  constructor({ platform, outbox: storage, uploads, before, onError: report = console.error }: ChatClientOptions) {
    const listeners = new Listeners(report);
    const tell = listeners.tell.bind(listeners);
    const connection = new Connection(platform, {
      hello: () => this.#streams.hello(),
      welcome: (welcome) => this.#welcomed(welcome),
      frame: (frame) => this.#received(frame),
      lost: () => this.#outbox.lost(),
      status: (status) => this.#changed(status),
    });
    const send = connection.send.bind(connection);
    this.#platform = platform;
    this.#uploads = uploads;
    this.#listeners = listeners;
    this.#connection = connection;
    this.#outbox = new ChatOutbox({
      platform,
      storage,
      wire: connection,
      uploads,
      time: () => this.serverTime ?? 0,
      tell,
      report,
    });
    this.#marks = new ReadMarks(platform, (room, n) => send({ t: 'read', room, n }));
    this.#replyMarks = new ReadMarks(platform, (group, n) => send({ t: 'read-replies', ...parseGroupKey(group), n }));
    this.#screen = new Screen(platform, send);
    this.#streams = new Streams({ marks: this.#marks, replyMarks: this.#replyMarks, screen: this.#screen, tell });
    if (before) this.#remember(before);
  }

  get status(): ClientStatus {
    return this.#connection.status;
  }

  get account(): AccountView | undefined {
    return this.#account;
  }

  get known(): KnownBefore | undefined {
    const { historyId, rooms } = this.#streams;
    if (!this.#account || historyId === undefined) return undefined;
    return { account: this.#account, historyId, rooms: [...rooms.values()] };
  }

  get rooms(): ReadonlyMap<string, RoomView> {
    return this.#streams.rooms;
  }

  get outbox(): readonly OutboxEntry[] {
    return this.#outbox.entries;
  }

  get serverTime(): number | undefined {
    return this.#aheadMs === undefined ? undefined : this.#platform.now() + this.#aheadMs;
  }

  open(): void {
    this.#connection.open();
  }

  post(room: string, body: string, { reply, attachments }: PostOptions = {}): PostEntry {
    const { account, historyId } = this.#writer();
    this.#screen.posted(room);
    const answered = reply === undefined ? {} : { reply, historyId };
    if (attachments) this.#uploads?.keep(attachments);
    return this.#outbox.write({ t: 'post', account, room, body, ...answered, ...(attachments && { attachments }) });
  }

  edit(room: string, message: number, body: string): EditEntry {
    return this.#outbox.write({ t: 'edit', ...this.#writer(), room, message, body });
  }

  remove(room: string, message: number): DeleteEntry {
    return this.#outbox.write({ t: 'delete', ...this.#writer(), room, message });
  }

  react(room: string, message: number, emoji: string): ReactionEntry {
    return this.#outbox.write({ t: 'react', ...this.#writer(), room, message, emoji });
  }

  unreact(room: string, message: number, emoji: string): ReactionEntry {
    return this.#outbox.write({ t: 'unreact', ...this.#writer(), room, message, emoji });
  }

  pin(room: string, message: number): PinEntry {
    return this.#outbox.write({ t: 'pin', ...this.#writer(), room, message });
  }

  unpin(room: string, message: number): PinEntry {
    return this.#outbox.write({ t: 'unpin', ...this.#writer(), room, message });
  }

  retry(id: string, body?: string): void {
    this.#outbox.retry(id, body);
  }

  discard(id: string): void {
    this.#outbox.discard(id);
  }

  markRead(room: string, n: number): void {
    this.#streams.markRead(room, n);
  }

  markRepliesRead(room: string, message: number, n: number): void {
    this.#streams.markRepliesRead(room, message, n);
  }

  view(room: string | null): void {
    this.#screen.view(room);
  }

  watch(people: readonly string[]): void {
    this.#screen.watch(people);
  }

  typing(room: string): void {
    this.#screen.typing(room);
  }

  reconnectNow(): void {
    this.#connection.reconnectNow();
  }

  close(): void {
    this.#connection.end('closed');
  }

  listen(listener: Listener): () => void {
    return this.#listeners.add(listener);
  }

  #remember(before: KnownBefore): void {
    this.#account = before.account;
    this.#streams.remember(before);
    void this.#outbox.begin(before.account.id, before.historyId);
  }

  /** Who writes, and in which history a message is named. */
  #writer(): { readonly account: string; readonly historyId: string } {
    const { historyId } = this.#streams;
    if (!this.#account || historyId === undefined) throw new Error('writing before the first welcome');
    return { account: this.#account.id, historyId };
  }

  #welcomed({ account, lobby, historyId, time }: Welcome): boolean {
    // The cookie is another account's now. The cursors would count in its streams by accident.
    if (this.#account && this.#account.id !== account.id) return false;
    this.#account = account;
    this.#aheadMs = time - this.#platform.now();
    this.#streams.begin(historyId, account.id);
    this.#listeners.tell({ kind: 'welcome', account, lobby });
    this.#screen.resend();
    this.#marks.resend();
    this.#replyMarks.resend();
    void this.#outbox.begin(account.id, historyId);
    return true;
  }

  #received(frame: Down): void {
    switch (frame.t) {
      case 'ack':
        return this.#outbox.answered(frame);
      case 'refused':
        return this.#outbox.refused(frame);
      case 'here':
        this.#streams.countMembers(frame.room, frame.members);
        return this.#listeners.tell({ kind: 'here', here: frame });
      case 'presence':
        this.#streams.countMembers(frame.room, frame.members);
        return this.#listeners.tell({ kind: 'presence', presence: frame });
      case 'online':
        return this.#listeners.tell({ kind: 'online', online: frame });
      case 'typing':
        return this.#listeners.tell({ kind: 'typing', typing: frame });
      case 'error':
        if (frame.error.retryAfterMs !== undefined) this.#resendMarks(frame.error.retryAfterMs);
        return this.#listeners.tell({ kind: 'error', error: frame.error });
      default:
        this.#follow(frame);
    }
  }

  /** What was written is answered by its event also where the event itself was seen before, or comes after a gap (P5). */
  #follow(frame: Down): void {
    const isNext = this.#streams.apply(frame);
    if (isNext && frame.t === 'account') this.#account = frame.account;
    if (isWritten(frame) && frame.by === this.#account?.id) this.#outbox.answered(frame);
    if (frame.t === 'reset') this.#outbox.resend(frame.room.id);
    if (isNext) this.#connection.setLive(this.#streams.isLive);
    else this.#connection.renew();
  }

  #resendMarks(delayMs: number): void {
    this.#marks.resendIn(delayMs);
    this.#replyMarks.resendIn(delayMs);
  }

  #changed(status: ClientStatus): void {
    if (status.state === 'ended') {
      this.#outbox.stop();
      this.#uploads?.stop();
      this.#marks.stop();
      this.#replyMarks.stop();
    }
    this.#listeners.tell({ kind: 'status', status });
  }
}

/** Events that answer what was written. */
const WRITTEN: ReadonlySet<Down['t']> = new Set([
  'message',
  'edited',
  'deleted',
  'reacted',
  'unreacted',
  'pinned',
  'unpinned',
]);

function isWritten(frame: Down): frame is Message | Edited | Deleted | TagEvent {
  return WRITTEN.has(frame.t);
}
