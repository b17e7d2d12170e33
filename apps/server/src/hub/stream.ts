import { OUTBOUND_SLICE_BYTES } from '../sockets/outbound.ts';
import type { PublishedEvent, StreamKind } from './published-event.ts';
import type { Subscription } from './subscription.ts';

export function streamKey(kind: StreamKind, id: string): string {
  return kind === 'room' ? `r:${id}` : `a:${id}`;
}

interface BurstFrame {
  readonly frame: Buffer;
  readonly cursor: number;
}

/**
 * What a hub worker carries of one stream. `cursor` is the last seq it has applied; only the next one is applied, and any
 * other gap is read from the store.
 *
 *   reading   the cursor is being read from the store, or a gap is being filled; events that come meanwhile wait in `early`
 *   following events are applied as they come
 */
export class Stream {
  readonly kind: StreamKind;
  readonly id: string;
  cursor = 0;
  state: 'reading' | 'following' = 'reading';
  /** Settles when the stream follows, also after an error. */
  ready: Promise<void> = Promise.resolve();
  early: PublishedEvent[] = [];
  /** Something may have been missed since the store was asked: what it answers is not the present. */
  isOutdated = false;
  /** Callers that wait for the stream to follow. */
  claims = 0;

  /** Every subscription of this worker's clients, and those of them that receive each burst. */
  readonly subscriptions = new Set<Subscription>();
  readonly live = new Set<Subscription>();
  /** Subscriptions that have read further than the stream has come; they go live when it arrives at their cursor. */
  readonly meeting = new Set<Subscription>();

  /** When the last burst had been written, by the pacing's clock. */
  writtenAt = -Infinity;
  /** Frames applied in this turn, each with the cursor before it. */
  #burst: BurstFrame[] = [];

  constructor(kind: StreamKind, id: string) {
    this.kind = kind;
    this.id = id;
  }

  get key(): string {
    return streamKey(this.kind, this.id);
  }

  /** How many frames wait to go out, and to how many. */
  get frames(): number {
    return this.#burst.length;
  }

  get receivers(): number {
    return this.live.size;
  }

  /** Applies the next event: it goes out with the burst of this turn. */
  append({ seq, frame }: { seq: number; frame: Buffer }): void {
    this.#burst.push({ frame, cursor: this.cursor });
    this.cursor = seq;
  }

  /** Hands the burst, joined once for all, to every live subscription. Who has no room for it is behind from there on. */
  flushBurst(): void {
    const burst = this.#burst;
    this.#burst = [];
    for (const part of inSlices(burst)) {
      const chunk = part.length === 1 ? part[0]!.frame : Buffer.concat(part.map(({ frame }) => frame));
      for (const subscription of this.live) {
        if (!subscription.client.push(chunk, part.length)) subscription.fallBehind(part[0]!.cursor);
      }
    }
  }

  /** Nobody can be told what comes next: everyone reads on from where they are. */
  loseTrack(): void {
    this.flushBurst();
    for (const subscription of [...this.live, ...this.meeting]) subscription.fallBehind(subscription.cursor);
  }

  /** Lets those go live whose cursor the stream has just reached. What is in the burst they have already. */
  meet(): void {
    for (const subscription of this.meeting) {
      if (subscription.cursor > this.cursor) continue;
      this.flushBurst();
      subscription.goLive();
    }
  }
}

/** A chunk is written whole, and only then shows as progress: so it is no larger than a slow socket is given at once. */
function* inSlices(burst: readonly BurstFrame[]): Iterable<readonly BurstFrame[]> {
  let start = 0;
  let byteLength = 0;
  for (const [index, { frame }] of burst.entries()) {
    if (index > start && byteLength + frame.length > OUTBOUND_SLICE_BYTES) {
      yield burst.slice(start, index);
      start = index;
      byteLength = 0;
    }
    byteLength += frame.length;
  }
  if (start < burst.length) yield burst.slice(start);
}
