import { makeClientId, readClientIdMs } from '@skein/protocol/client-id';
import type { Refusal } from '@skein/protocol/errors';
import type { Ack, Refused, Written } from '@skein/protocol/posting';
import type { Deleted, Edited, Message, TagEvent } from '@skein/protocol/rooms';
import type { Attachment } from './attachments.ts';
import type { Notice } from './notices.ts';
import { OutboxEntries } from './outbox-entries.ts';
import { entryToFrame, refuseEarly } from './outbox-frames.ts';
import type { OutboxEntry, OutboxStorage, Turn } from './outbox.ts';
import { Pace } from './pace.ts';
import type { ClientPlatform } from './transport.ts';
import type { Uploads } from './uploads.ts';

/** With more than this in the socket, the network is slower than the person. */
const BUFFERED_BYTES = 128 * 1024;
const DRAIN_MS = 50;

export interface OutboxWire {
  /** @returns false where there is no connection */
  send(written: Written): boolean;
  readonly bufferedBytes: number;
}

export interface ChatOutboxOptions {
  readonly platform: ClientPlatform;
  readonly storage: OutboxStorage;
  readonly wire: OutboxWire;
  /** Files that go with messages; without it none can. */
  readonly uploads?: Uploads | undefined;
  /** Milliseconds since 1970, for showing and to make ids sort. */
  readonly time: () => number;
  readonly tell: (notice: Notice) => void;
  readonly report: (error: unknown) => void;
}

/**
 * What an account has posted, edited and deleted and the server has not acknowledged, in the order written, whichever of its
 * clients wrote it. An entry waits, is on the wire, or was refused for good; sending goes through the entries from the front,
 * so what has to go again goes before what was written after it (P2, P4). Only the client that has the turn sends.
 */
export class ChatOutbox {
  readonly #options: ChatOutboxOptions;
  readonly #entries: OutboxEntries;
  readonly #pace: Pace;
  readonly #onWire = new Set<string>();
  #turn: Turn | undefined;
  #hasTurn = false;
  /** Another client waits for the turn: nothing more goes on the wire. */
  #isAsked = false;
  /** Nothing is sent before it is known what others wrote, sent or discarded meanwhile. */
  #isRead = false;
  #historyId = '';
  #timer: unknown;
  #lastIdMs = 0;

  constructor(options: ChatOutboxOptions) {
    const { platform, storage, tell, report } = options;
    this.#options = options;
    options.uploads?.listen(() => this.flush());
    this.#pace = new Pace(() => platform.now());
    this.#entries = new OutboxEntries({
      storage,
      report,
      stored: () => this.#stored(),
      came: (entry) => this.#came(entry),
      went: (entry) => tell({ kind: 'withdrawn', entry }),
    });
  }

  get entries(): readonly OutboxEntry[] {
    return [...this.#entries.values()];
  }

  /** A connection begins. Asks for the turn where something waits: whoever has it may have no connection. */
  async begin(account: string, historyId: string): Promise<void> {
    this.#historyId = historyId;
    this.#turn ??= this.#options.storage.join(account, {
      taken: () => this.#take(account),
      lost: () => this.#lose(),
      asked: () => this.#ask(),
      changed: () => void this.#read(account),
    });
    await this.#read(account);
    if (this.entries.some(isSendable)) this.#claim();
  }

  /** Takes in what somebody writes, and sends it as soon as that is possible. */
  write<Entry extends OutboxEntry>(draft: Omit<Entry, 'id' | 'writtenAt'>): Entry {
    const entry = { ...draft, id: this.#makeId(), writtenAt: this.#options.time() } as Entry;
    this.#admit(entry);
    this.#claim();
    return entry;
  }

  /** Under the same id the server gives its first answer again (P2); another body needs another id (P3). */
  retry(id: string, body?: string): void {
    const entry = this.#entries.get(id);
    if (!entry?.refusal) return;
    for (const { key } of attachmentsOf(entry)) {
      // Those that failed, and all where one of them is not there any more.
      if (entry.refusal.code === 'file_unknown' || this.#options.uploads?.stateOf(key)?.state === 'failed')
        this.#options.uploads?.retry(key);
    }
    const { refusal, ...unrefused } = entry;
    const next = withBody(withoutLostReply(unrefused, this.#historyId), body);
    if (next !== unrefused || refusal.code === 'client_id_reused') {
      this.#entries.remove(id);
      this.#options.tell({ kind: 'withdrawn', entry });
      this.write(next);
    } else {
      this.#admit(next);
      this.#claim();
    }
  }

  discard(id: string): void {
    const entry = this.#entries.remove(id);
    if (!entry) return;
    for (const { key } of attachmentsOf(entry)) this.#options.uploads?.cancel(key);
    this.#options.tell({ kind: 'withdrawn', entry });
  }

  /** By an `ack`, or by its own event (P5): whichever comes first tells, and the other finds nothing. */
  answered({ id, room, seq, n, at }: Ack | Message | Edited | Deleted | TagEvent): void {
    this.#onWire.delete(id);
    const entry = this.#entries.remove(id);
    if (entry) {
      this.#options.uploads?.forget(attachmentsOf(entry).map(({ key }) => key));
      this.#pace.taken();
      this.#options.tell({ kind: 'acked', ack: { t: 'ack', id, room, seq, n, at } });
    }
    this.flush();
  }

  refused({ id, error }: Refused): void {
    this.#onWire.delete(id);
    const entry = this.#entries.get(id);
    if (error.retryAfterMs !== undefined) this.#pace.refused(error.retryAfterMs);
    else if (entry) this.#refuse(entry, error);
    this.flush();
  }

  /** A room's events were forgotten, and one of them may have been the answer. Sending again does no harm (P2). */
  resend(room: string): void {
    for (const { id, room: own } of this.#entries.values()) if (own === room) this.#onWire.delete(id);
    this.flush();
  }

  /** The connection is gone: what was on the wire may or may not have arrived, and goes again. */
  lost(): void {
    this.#onWire.clear();
    this.#isRead = false;
    this.#passIfAsked();
  }

  /** Sends nothing any more. What is in the storage stays there, for others to send. */
  stop(): void {
    this.#options.platform.clearTimer(this.#timer);
    this.#hasTurn = false;
    this.#turn?.leave();
  }

  /** Sends what may be sent now. */
  flush(): void {
    this.#passIfAsked();
    if (!this.#hasTurn || this.#isAsked || !this.#isRead) return;
    // Also when the timer of the hold fired: it may be a millisecond early by the platform's clock.
    if (this.#pace.heldMs > 0) return this.#flushIn(this.#pace.heldMs);
    const waitingRooms = new Set<string>();
    for (const entry of this.#entries.values()) {
      if (!this.#pace.allows(this.#onWire.size)) return;
      if (this.#onWire.has(entry.id) || !isSendable(entry) || this.#isOfAnotherHistory(entry)) continue;
      const files = this.#filesOf(entry);
      // Whoever writes in its room next waits behind it; other rooms do not.
      if (files === 'waiting') waitingRooms.add(entry.room);
      if (!Array.isArray(files) || waitingRooms.has(entry.room)) continue;
      if (this.#options.wire.bufferedBytes > BUFFERED_BYTES) return this.#flushIn(DRAIN_MS);
      if (!this.#options.wire.send(entryToFrame(entry, files))) return;
      this.#onWire.add(entry.id);
    }
  }

  /** undefined where one of them cannot be sent; the entry is refused then. */
  #filesOf(entry: OutboxEntry): string[] | 'waiting' | undefined {
    if (entry.t !== 'post' || !entry.attachments) return [];
    const files = this.#options.uploads?.ready(entry.attachments) ?? { code: 'file_unknown' as const };
    if (typeof files === 'string' || !('code' in files)) return files === 'waiting' ? files : [...files];
    this.#refuse(entry, files);
    return undefined;
  }

  /** Takes an entry in and tells of it, and refuses at once what the server never would take. */
  #admit(entry: OutboxEntry): void {
    this.#entries.put(entry);
    this.#options.tell({ kind: 'pending', entry });
    const error = refuseEarly(entry);
    if (error) this.#refuse(entry, error);
  }

  /** E7: its message is not there any more, or is another one. */
  #isOfAnotherHistory(entry: OutboxEntry): boolean {
    if (entry.historyId === undefined || entry.historyId === this.#historyId) return false;
    this.#refuse(entry, { code: 'not_found' });
    return true;
  }

  #refuse(entry: OutboxEntry, error: Refusal): void {
    const refused = { ...entry, refusal: error };
    this.#entries.put(refused);
    this.#options.tell({ kind: 'refused', entry: refused, error });
  }

  async #read(account: string): Promise<void> {
    await this.#entries.read(account);
    this.#isRead = true;
    this.flush();
  }

  #came(entry: OutboxEntry): void {
    this.#lastIdMs = Math.max(this.#lastIdMs, readClientIdMs(entry.id));
    this.#options.tell({ kind: 'pending', entry });
    if (entry.refusal) this.#options.tell({ kind: 'refused', entry, error: entry.refusal });
  }

  #stored(): void {
    this.#turn?.changed();
    this.#passIfAsked();
  }

  /** Sends, or asks for the turn to send. */
  #claim(): void {
    if (this.#hasTurn) this.flush();
    else this.#turn?.ask();
  }

  #take(account: string): void {
    this.#hasTurn = true;
    this.#isAsked = false;
    this.#isRead = false;
    void this.#read(account);
  }

  #lose(): void {
    this.#hasTurn = false;
    this.#onWire.clear();
  }

  #ask(): void {
    this.#isAsked = true;
    this.#passIfAsked();
  }

  /** Only with nothing on its way, to the server or to the storage: so the next one sends nothing twice. */
  #passIfAsked(): void {
    if (!this.#hasTurn || !this.#isAsked || this.#onWire.size > 0 || this.#entries.isStoring) return;
    this.#hasTurn = false;
    this.#isAsked = false;
    this.#turn?.pass();
  }

  #flushIn(delayMs: number): void {
    this.#options.platform.clearTimer(this.#timer);
    this.#timer = this.#options.platform.setTimer(() => this.flush(), delayMs);
  }

  /** Ids sort by time, so two of the same millisecond, or of a clock set back, must not share one. */
  #makeId(): string {
    this.#lastIdMs = Math.max(this.#options.time(), this.#lastIdMs + 1);
    return makeClientId(this.#lastIdMs, this.#options.platform.randomBytes(new Uint8Array(6)));
  }
}

function isSendable(entry: OutboxEntry): boolean {
  return entry.refusal === undefined;
}

/** What a post answers is another message in another history: tried again, it answers nothing. */
function withoutLostReply(entry: OutboxEntry, historyId: string): OutboxEntry {
  if (entry.t !== 'post' || entry.historyId === undefined || entry.historyId === historyId) return entry;
  const { reply: _, historyId: __, ...post } = entry;
  return post;
}

function withBody(entry: OutboxEntry, body: string | undefined): OutboxEntry {
  if (!('body' in entry) || body === undefined || body === entry.body) return entry;
  return { ...entry, body };
}

function attachmentsOf(entry: OutboxEntry): readonly Attachment[] {
  return (entry.t === 'post' ? entry.attachments : undefined) ?? [];
}
