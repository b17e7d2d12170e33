import { makeClientId } from '@skein/protocol/client-id';
import type { Refusal } from '@skein/protocol/errors';
import type { Ack, Refused, Written } from '@skein/protocol/posting';
import type { Deleted, Edited, Message } from '@skein/protocol/rooms';
import type { Notice } from './notices.ts';
import { entryToFrame, refuseEarly } from './outbox-frames.ts';
import type { OutboxEntry, OutboxStorage } from './outbox.ts';
import type { ClientPlatform } from './transport.ts';

/** What is unanswered on the wire at most (P6). */
const WIDEST_WINDOW = 64;
/** Every fourth post that is taken widens the window: at the limit of a rate, about every second is sent in vain. */
const WIDENING = 1 / 4;
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
  /** Milliseconds since 1970, for showing and to make ids sort. */
  readonly time: () => number;
  readonly tell: (notice: Notice) => void;
  readonly report: (error: unknown) => void;
}

/**
 * What was posted, edited and deleted and not acknowledged, in the order written. An entry waits, is on the wire, or was refused for good;
 * sending goes through the entries from the front, so what has to go again goes before what was written after it (P2, P4).
 */
export class ChatOutbox {
  readonly #options: ChatOutboxOptions;
  #entries = new Map<string, OutboxEntry>();
  readonly #refused = new Map<string, Refusal>();
  readonly #onWire = new Set<string>();
  /** Nothing is sent before what an earlier page load left was put in front. */
  #isLoaded = false;
  /** By the platform's clock, which is never set. */
  #heldUntil = 0;
  /** How many may be unanswered now: one after a refusal for now, and wider with each that is taken (P4). */
  #window = WIDEST_WINDOW;
  #historyId = '';
  #timer: unknown;
  #lastIdMs = 0;
  /** The storage's operations, one after the other: a `remove` must not overtake its `put`. */
  #stored: Promise<unknown> = Promise.resolve();

  constructor(options: ChatOutboxOptions) {
    this.#options = options;
  }

  get entries(): readonly OutboxEntry[] {
    return [...this.#entries.values()];
  }

  /** A connection begins, in this history. */
  begin(historyId: string): void {
    this.#historyId = historyId;
  }

  /** Puts what the storage has of this account in front. */
  async load(account: string): Promise<void> {
    const earlier = await this.#options.storage.load(account).catch((error: unknown) => {
      this.#options.report(error);
      return [];
    });
    const fresh = earlier.filter(({ id }) => !this.#entries.has(id)).map(fromStored);
    this.#entries = new Map([...fresh, ...this.entries].map((entry) => [entry.id, entry]));
    this.#isLoaded = true;
    for (const entry of fresh) this.#admit(entry);
    this.flush();
  }

  /** Takes in what somebody writes, and sends it as soon as that is possible. */
  write<Entry extends OutboxEntry>(draft: Omit<Entry, 'id' | 'writtenAt'>): Entry {
    const entry = { ...draft, id: this.#makeId(), writtenAt: this.#options.time() } as Entry;
    this.#entries.set(entry.id, entry);
    this.#store((storage) => storage.put(entry));
    this.#admit(entry);
    this.flush();
    return entry;
  }

  /** Under the same id the server gives its first answer again (P2); another body needs another id (P3). */
  retry(id: string, body?: string): void {
    const entry = this.#entries.get(id);
    const refusal = this.#refused.get(id);
    if (!entry || !refusal) return;
    const next = withBody(entry, body);
    if (next !== entry || refusal.code === 'client_id_reused') {
      this.discard(id);
      this.write(next);
    } else {
      this.#refused.delete(id);
      this.#admit(entry);
      this.flush();
    }
  }

  discard(id: string): void {
    if (!this.#entries.delete(id)) return;
    this.#refused.delete(id);
    this.#store((storage) => storage.remove(id));
  }

  /** By an `ack`, or by its own event (P5): whichever comes first tells, and the other finds nothing. */
  answered({ id, room, seq, n, at }: Ack | Message | Edited | Deleted): void {
    this.#onWire.delete(id);
    if (this.#entries.has(id)) {
      this.#window = Math.min(this.#window + WIDENING, WIDEST_WINDOW);
      this.discard(id);
      this.#options.tell({ kind: 'acked', ack: { t: 'ack', id, room, seq, n, at } });
    }
    this.flush();
  }

  refused({ id, error }: Refused): void {
    this.#onWire.delete(id);
    const entry = this.#entries.get(id);
    if (error.retryAfterMs !== undefined) this.#hold(error.retryAfterMs);
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
  }

  stop(): void {
    this.#options.platform.clearTimer(this.#timer);
  }

  /** Sends what may be sent now. */
  flush(): void {
    if (!this.#isLoaded) return;
    const heldMs = this.#heldUntil - this.#options.platform.now();
    // Also when the timer of the hold fired: timers run by another clock, and may be a millisecond early by this one.
    if (heldMs > 0) return this.#flushIn(heldMs);
    for (const entry of this.#entries.values()) {
      if (this.#onWire.size >= Math.floor(this.#window)) return;
      if (this.#onWire.has(entry.id) || this.#refused.has(entry.id) || this.#isOfAnotherHistory(entry)) continue;
      if (this.#options.wire.bufferedBytes > BUFFERED_BYTES) return this.#flushIn(DRAIN_MS);
      if (!this.#options.wire.send(entryToFrame(entry))) return;
      this.#onWire.add(entry.id);
    }
  }

  /** Tells of an entry, and refuses at once what the server never would take. */
  #admit(entry: OutboxEntry): void {
    this.#options.tell({ kind: 'pending', entry });
    const error = refuseEarly(entry);
    if (error) this.#refuse(entry, error);
  }

  /** E7: its message is not there any more, or is another one. */
  #isOfAnotherHistory(entry: OutboxEntry): boolean {
    if (entry.t === 'post' || entry.historyId === this.#historyId) return false;
    this.#refuse(entry, { code: 'not_found' });
    return true;
  }

  #refuse(entry: OutboxEntry, error: Refusal): void {
    this.#refused.set(entry.id, error);
    this.#options.tell({ kind: 'refused', entry, error });
  }

  /** Whoever sent the whole window again would be refused all of it but one, again and again. */
  #hold(delayMs: number): void {
    this.#window = 1;
    this.#heldUntil = Math.max(this.#heldUntil, this.#options.platform.now() + delayMs);
    this.#flushIn(this.#heldUntil - this.#options.platform.now());
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

  #store(operation: (storage: OutboxStorage) => Promise<void>): void {
    this.#stored = this.#stored.then(() => operation(this.#options.storage)).catch(this.#options.report);
  }
}

function withBody(entry: OutboxEntry, body: string | undefined): OutboxEntry {
  if (entry.t === 'delete' || body === undefined || body === entry.body) return entry;
  return { ...entry, body };
}

/** Before messages could be changed every entry was a post, and said nothing of it. */
function fromStored(entry: OutboxEntry): OutboxEntry {
  return { ...entry, t: entry.t ?? 'post' } as OutboxEntry;
}
