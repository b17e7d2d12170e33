import type { HubBus } from '../bus/bus.ts';
import type { Log } from '../log.ts';
import type { ReadStore } from '../storage/store.ts';
import { FlushPacing } from './flush-pacing.ts';
import type { HubClient } from './hub-client.ts';
import { published, type PublishedEvent, type StreamKind } from './published-event.ts';
import { Stream, streamKey } from './stream.ts';

const GAP_PAGE_ROWS = 200;

/** The streams one worker carries, opened for the first subscription to each and closed after the last. */
export class Streams {
  readonly pacing = new FlushPacing();
  readonly #bus: HubBus;
  readonly #reads: ReadStore;
  readonly #log: Log;
  readonly #onMembersMoved: (event: PublishedEvent) => void;
  readonly #onGapRead: () => void;
  readonly #streams = new Map<string, Stream>();
  readonly #bursting = new Set<Stream>();

  constructor(options: {
    bus: HubBus;
    reads: ReadStore;
    log: Log;
    /** Called once an event that changes who receives what was applied and sent. */
    onMembersMoved: (event: PublishedEvent) => void;
    /** Called when events were applied outside of the bus's turns, so that somebody ends one. */
    onGapRead: () => void;
  }) {
    this.#bus = options.bus;
    this.#reads = options.reads;
    this.#log = options.log;
    this.#onMembersMoved = options.onMembersMoved;
    this.#onGapRead = options.onGapRead;
  }

  /**
   * Calls `use` once the stream follows: interest first, then a read that begins after it, so that nothing falls between.
   * The stream stays open while somebody waits for it and as long as it has subscriptions.
   */
  async open(kind: StreamKind, id: string, use: (stream: Stream) => void): Promise<void> {
    const stream = this.#streams.get(streamKey(kind, id)) ?? this.#begin(kind, id);
    stream.claims++;
    try {
      await stream.ready;
      use(stream);
    } finally {
      stream.claims--;
      this.closeUnused(stream);
    }
  }

  closeUnused(stream: Stream): void {
    const isUsed = stream.subscriptions.size > 0 || stream.claims > 0;
    if (isUsed || !this.#isCarried(stream)) return;
    this.#streams.delete(stream.key);
    this.#bursting.delete(stream);
    this.#bus.removeInterest(stream.kind, stream.id);
  }

  *clients(kind: StreamKind, id: string): Iterable<HubClient> {
    for (const { client } of this.#streams.get(streamKey(kind, id))?.subscriptions ?? []) yield client;
  }

  *liveClients(kind: StreamKind, id: string): Iterable<HubClient> {
    for (const { client } of this.#streams.get(streamKey(kind, id))?.live ?? []) yield client;
  }

  event(event: PublishedEvent): void {
    const stream = this.#streams.get(streamKey(event.kind, event.id));
    if (!stream) return;
    if (stream.state === 'reading') {
      stream.early.push(event);
    } else if (event.seq === stream.cursor + 1) {
      this.#apply(stream, event);
    } else if (event.seq > stream.cursor) {
      stream.early.push(event);
      this.#fillGap(stream);
    }
  }

  /** Reads what every stream may have missed. */
  readGaps(): void {
    for (const stream of this.#streams.values()) {
      if (stream.state === 'following') this.#fillGap(stream);
      else stream.isOutdated = true;
    }
  }

  flush(): void {
    if (this.#bursting.size === 0) return;
    this.pacing.flushes(this.#bursting);
    for (const stream of this.#bursting) stream.flushBurst();
    this.#bursting.clear();
  }

  #begin(kind: StreamKind, id: string): Stream {
    const stream = new Stream(kind, id);
    this.#streams.set(stream.key, stream);
    stream.ready = this.#readCursor(stream);
    return stream;
  }

  async #readCursor(stream: Stream): Promise<void> {
    await this.#bus.addInterest(stream.kind, stream.id);
    stream.cursor = await this.#lastSeq(stream);
    this.#follow(stream);
  }

  #lastSeq({ kind, id }: Stream): Promise<number> {
    return kind === 'room' ? this.#reads.roomSeq(id) : this.#reads.accountSeq(id);
  }

  #fillGap(stream: Stream): void {
    stream.state = 'reading';
    stream.isOutdated = false;
    stream.ready = this.#readGap(stream).then(
      () => this.#follow(stream),
      (error: unknown) => this.#giveUp(stream, error),
    );
  }

  async #readGap(stream: Stream): Promise<void> {
    for (;;) {
      const { events, seq } = await this.#page(stream);
      if (!this.#isCarried(stream)) return;
      for (const event of events) this.#apply(stream, event);
      if (stream.cursor >= seq || events.length === 0) return;
    }
  }

  async #page(stream: Stream): Promise<{ events: readonly PublishedEvent[]; seq: number }> {
    const { kind, id, cursor } = stream;
    if (kind === 'room') {
      const page = await this.#reads.pageForWorker({ room: id, after: cursor, limit: GAP_PAGE_ROWS });
      // What retention has deleted nobody is sent any more.
      if (cursor < page.floor) return this.#skipTo(stream, page.seq);
      return { seq: page.seq, events: page.events.map((event) => published('room', id, event)) };
    }
    const page = await this.#reads.accountPage({ account: id, after: cursor, limit: GAP_PAGE_ROWS });
    // A gap beyond what the account's stream keeps: its clients are sent the whole state by way of their own cursors.
    if (page.kind === 'reset') return this.#skipTo(stream, page.snapshot.seq);
    return { seq: page.seq, events: page.events.map((event) => published('account', id, event)) };
  }

  #skipTo(stream: Stream, seq: number): { events: readonly PublishedEvent[]; seq: number } {
    stream.loseTrack();
    stream.cursor = seq;
    return { events: [], seq };
  }

  /** Events that came while the stream was being read are applied where they are next, dropped where they are known. */
  #follow(stream: Stream): void {
    if (stream.isOutdated && this.#isCarried(stream)) return this.#fillGap(stream);
    stream.state = 'following';
    const early = stream.early;
    stream.early = [];
    for (const event of early) this.event(event);
    this.#onGapRead();
  }

  /** Without the store there is no way to the present but through each client's own cursor, later. */
  #giveUp(stream: Stream, error: unknown): void {
    this.#log.error({ err: error, stream: stream.key }, 'could not read a gap');
    stream.state = 'following';
    stream.early = [];
    stream.loseTrack();
  }

  /** False for one that was closed while it was being read; another may have its place. */
  #isCarried(stream: Stream): boolean {
    return this.#streams.get(stream.key) === stream;
  }

  #apply(stream: Stream, event: PublishedEvent): void {
    stream.append(event);
    this.#bursting.add(stream);
    if (stream.meeting.size > 0) stream.meet();
    if (!event.movesMembers) return;
    stream.flushBurst();
    this.#onMembersMoved(event);
  }
}
