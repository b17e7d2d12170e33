import type { AccountEvent, AccountSnapshot, Mentioned } from '@skein/protocol/accounts';
import type { Hello } from '@skein/protocol/connection';
import type { Down } from '@skein/protocol/down';
import type { RoomEvent, RoomPreferences, RoomView } from '@skein/protocol/rooms';
import { Cursors } from './cursors.ts';
import type { KnownBefore } from './known-before.ts';
import type { Notice } from './notices.ts';
import { groupKey, type ReadMarks } from './read-marks.ts';
import { RoomBook } from './room-book.ts';
import type { Screen } from './screen.ts';

export interface StreamsOptions {
  readonly marks: ReadMarks;
  /** By `groupKey`. */
  readonly replyMarks: ReadMarks;
  readonly screen: Screen;
  readonly tell: (notice: Notice) => void;
}

/** The account's stream and those of its rooms: applies what comes, in order and once, and tells what that changed. */
export class Streams {
  readonly #options: StreamsOptions;
  readonly #cursors = new Cursors();
  readonly #book = new RoomBook();
  #self = '';
  /** Of this connection, and of what was told so far: until the snapshot comes, rooms are shown as of the history before. */
  #historyId: string | undefined;
  #toldHistoryId: string | undefined;
  /** Rooms are as an earlier client saw them: nobody was told an event of theirs by this one. */
  #isRemembering = false;

  constructor(options: StreamsOptions) {
    this.#options = options;
  }

  get rooms(): ReadonlyMap<string, RoomView> {
    return this.#book.rooms;
  }

  get isLive(): boolean {
    return this.#cursors.isAllLive;
  }

  /** The history in which the rooms that were told have their seqs. */
  get historyId(): string | undefined {
    return this.#toldHistoryId;
  }

  hello(): Hello {
    return this.#cursors.hello();
  }

  /** Rooms as an earlier client saw them. Without cursors they are replaced as soon as the server says how they are. */
  remember({ account, historyId, rooms }: KnownBefore): void {
    this.#self = account.id;
    this.#toldHistoryId = historyId;
    this.#isRemembering = true;
    for (const view of rooms) this.#book.replace(view);
  }

  /** A connection begins. In another history nothing that was read or counted means anything. */
  begin(historyId: string, self: string): void {
    this.#self = self;
    this.#historyId = historyId;
    this.#toldHistoryId ??= historyId;
    if (this.#cursors.begin(historyId)) return;
    for (const room of this.#book.rooms.keys()) this.#forgetMarks(room);
  }

  /** @returns false where something is missing: connect anew */
  apply(frame: Down): boolean {
    switch (frame.t) {
      case 'snapshot':
        this.#snapshot(frame);
        return true;
      case 'reset':
        if (this.#book.rooms.has(frame.room.id)) this.#start(frame.room);
        return true;
      case 'live':
        return this.#cursors.goLive(frame.room, frame.seq);
      case 'entered':
      case 'exited':
      case 'read':
      case 'replies-read':
      case 'mentioned':
      case 'unmentioned':
      case 'saved':
      case 'unsaved':
      case 'preferences':
      case 'account':
        return this.#accountEvent(frame);
      case 'message':
      case 'edited':
      case 'deleted':
      case 'reacted':
      case 'unreacted':
      case 'pinned':
      case 'unpinned':
      case 'created':
      case 'joined':
      case 'left':
      case 'settings':
      case 'profile':
      case 'role':
      case 'expired':
        return this.#roomEvent(frame);
      default:
        // Of a later version of the same protocol.
        return true;
    }
  }

  markRead(room: string, n: number): void {
    const view = this.#book.rooms.get(room);
    if (!view || !this.#moveRead(room, Math.min(n, view.n))) return;
    this.#options.marks.move(room, Math.min(n, view.n));
  }

  /** V1: of the Lobby alone. */
  countMembers(room: string, members: number | undefined): void {
    if (members !== undefined && this.#book.setMembers(room, members)) this.#tellRoom(room);
  }

  markRepliesRead(room: string, message: number, n: number): void {
    if (this.#book.rooms.has(room)) this.#options.replyMarks.move(groupKey(room, message), n);
  }

  /** S3: cursors that the client has stay; a room that is not named is gone. */
  #snapshot({ seq, rooms }: AccountSnapshot): void {
    this.#cursors.setAccount(seq);
    const isFirstLook = this.#isRemembering && this.#toldHistoryId === this.#historyId;
    this.#isRemembering = false;
    this.#toldHistoryId = this.#historyId;
    const named = new Set(rooms.map((room) => room.id));
    for (const room of [...this.#book.rooms.keys()]) if (!named.has(room)) this.#forget(room);
    const unknown = rooms.filter((room) => this.#cursors.room(room.id) === undefined);
    const cut = unknown.filter((room) => !isFirstLook && this.#book.rooms.has(room.id));
    for (const room of rooms) this.#take(room);
    for (const room of unknown) this.#cursors.setRoom(room.id, room.seq);
    this.#options.tell({ kind: 'rooms' });
    for (const room of cut) this.#options.tell({ kind: 'reset', room });
  }

  /** S5: forget what there was and start from this view. */
  #start(view: RoomView): void {
    this.#take(this.#book.withOwnMentions(view));
    this.#cursors.setRoom(view.id, view.seq);
    this.#options.tell({ kind: 'reset', room: this.#book.rooms.get(view.id) ?? view });
  }

  #take(view: RoomView): void {
    if (this.#cursors.room(view.id) === undefined) this.#book.replace(view);
    else this.#book.merge(view);
    this.#options.marks.confirm(view.id, view.read);
  }

  #accountEvent(event: AccountEvent): boolean {
    const step = this.#cursors.stepAccount(event.seq);
    if (step !== 'next') return step === 'seen';
    if (event.t === 'entered') this.#enter(event.room);
    else if (event.t === 'exited') this.#forget(event.room);
    else if (event.t === 'read') this.#confirmRead(event.room, event.n);
    else if (event.t === 'preferences') this.#setPreferences(event.room, event.preferences);
    else if (event.t === 'mentioned' || event.t === 'unmentioned') this.#setMention(event);
    else if (event.t === 'replies-read') this.#options.replyMarks.confirm(groupKey(event.room, event.message), event.n);
    this.#options.tell({ kind: 'account-event', event });
    return true;
  }

  /** S4. A cursor that jumps leaves a hole in what the listeners have, so they are told to start anew. */
  #enter(view: RoomView): void {
    const cursor = this.#cursors.room(view.id) ?? 0;
    const isHole = this.#book.rooms.has(view.id) && cursor < view.seq;
    if (isHole) return this.#start(view);
    this.#book.mergeOlder(view);
    this.#options.marks.confirm(view.id, view.read);
    this.#cursors.setRoom(view.id, Math.max(cursor, view.seq));
    this.#cursors.enterLive(view.id);
    this.#tellRoom(view.id);
    this.#options.screen.entered(view.id);
  }

  #forget(room: string): void {
    this.#cursors.forgetRoom(room);
    this.#forgetMarks(room);
    if (this.#book.remove(room)) this.#options.tell({ kind: 'room-gone', room });
  }

  #forgetMarks(room: string): void {
    this.#options.marks.forget(room);
    this.#options.replyMarks.forgetGroups(room);
  }

  #confirmRead(room: string, n: number): void {
    this.#options.marks.confirm(room, n);
    this.#moveRead(room, n);
  }

  #setMention(event: Mentioned): void {
    if (this.#book.setMention(event)) this.#tellRoom(event.room);
  }

  #setPreferences(room: string, preferences: RoomPreferences): void {
    if (this.#book.setPreferences(room, preferences)) this.#tellRoom(room);
  }

  #moveRead(room: string, n: number): boolean {
    const isMoved = this.#book.read(room, n);
    if (isMoved) this.#tellRoom(room);
    return isMoved;
  }

  #roomEvent(event: RoomEvent): boolean {
    const step = this.#cursors.stepRoom(event.room, event.seq);
    if (step !== 'next') return step === 'seen';
    this.#book.apply(event, this.#self);
    if (event.t === 'message' && event.by === this.#self) this.#options.marks.confirm(event.room, event.n);
    const renamed = event.t === 'profile' ? this.#book.changePerson(event) : [];
    this.#options.tell({ kind: 'event', event });
    for (const room of [event.room, ...renamed]) this.#tellRoom(room);
    return true;
  }

  #tellRoom(id: string): void {
    const room = this.#book.rooms.get(id);
    if (room) this.#options.tell({ kind: 'room', room });
  }
}
