import type { RoomEvent } from '@skein/protocol/rooms';
import type { Findings } from './findings.ts';

/** What a server said happened at each place of each room: everybody must have seen the same. */
export class Transcript {
  readonly #findings: Findings;
  readonly #rooms = new Map<string, Map<number, string>>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Compares an event with what others saw at its place. @param who saw it */
  compare(who: string, event: RoomEvent): void {
    const places = this.#places(event.room);
    const line = eventToLine(event);
    const known = places.get(event.seq);
    if (known === undefined) places.set(event.seq, line);
    else if (known !== line) {
      this.#findings.problem(`${who} saw ${line} at ${event.room}/${event.seq}, others ${known}`);
    }
  }

  get rooms(): readonly string[] {
    return [...this.#rooms.keys()];
  }

  seqs(room: string): readonly number[] {
    return [...this.#places(room).keys()].sort((a, b) => a - b);
  }

  #places(room: string): Map<number, string> {
    const places = this.#rooms.get(room) ?? new Map<number, string>();
    this.#rooms.set(room, places);
    return places;
  }
}

function eventToLine(event: RoomEvent): string {
  return event.t === 'message'
    ? JSON.stringify([event.t, event.n, event.by, event.id, event.body, event.at])
    : JSON.stringify([event.t, event.by, event.at]);
}

/** One person's part of it: from where they came in, without a gap. */
export class Witness {
  readonly #who: string;
  readonly #transcript: Transcript;
  readonly #findings: Findings;
  /** The last place seen in each room, and the number of its last message. */
  readonly #seqs = new Map<string, number>();
  readonly #ns = new Map<string, number>();
  /** Where each message with a client id was seen. */
  readonly #placesById = new Map<string, { readonly room: string; readonly seq: number }>();

  constructor(who: string, transcript: Transcript, findings: Findings) {
    this.#who = who;
    this.#transcript = transcript;
    this.#findings = findings;
  }

  /** The person came into a room, or was told to start anew there. */
  starts(room: string, seq: number, n: number): void {
    this.#seqs.set(room, seq);
    this.#ns.set(room, n);
  }

  isThere(room: string): boolean {
    return this.#seqs.has(room);
  }

  leaves(room: string): void {
    this.#seqs.delete(room);
  }

  sees(event: RoomEvent): void {
    const last = this.#seqs.get(event.room);
    if (last === undefined) return this.#findings.problem(`${this.#who} saw an event of a room they are not in`);
    if (event.seq !== last + 1) {
      this.#findings.problem(`${this.#who} saw ${event.seq} after ${last} in ${event.room}`);
    }
    this.#seqs.set(event.room, event.seq);
    this.#transcript.compare(this.#who, event);
    if (event.t !== 'message') return;
    const n = this.#ns.get(event.room) ?? 0;
    if (event.n !== n + 1) this.#findings.problem(`${this.#who} saw message ${event.n} after ${n} in ${event.room}`);
    this.#ns.set(event.room, event.n);
    this.#placesById.set(event.id, { room: event.room, seq: event.seq });
  }

  /** Whether an acknowledged message was seen; it must have been at the place of its acknowledgement. */
  sawAcked(ack: { readonly id: string; readonly room: string; readonly seq: number }): boolean {
    const place = this.#placesById.get(ack.id);
    if (!place) return false;
    if (place.room !== ack.room || place.seq !== ack.seq) {
      const acked = `${ack.room}/${ack.seq}`;
      this.#findings.problem(
        `${this.#who} saw a message at ${place.room}/${place.seq} that was acknowledged at ${acked}`,
      );
    }
    return true;
  }
}
