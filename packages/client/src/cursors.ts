import type { Hello } from '@skein/protocol/connection';
import { PROTOCOL_VERSION } from '@skein/protocol/version';

/** What to do with an event (S1): apply it, drop it because it was applied before, or connect anew. */
export type Step = 'next' | 'seen' | 'gap';

function judge(cursor: number, seq: number): Step {
  if (seq === cursor + 1) return 'next';
  return seq <= cursor ? 'seen' : 'gap';
}

/**
 * How far the client has come in each stream, and which streams the server has called live on this connection (S1–S6).
 * Cursors outlive a connection, `live` does not.
 */
export class Cursors {
  #historyId: string | undefined;
  #account: number | undefined;
  readonly #rooms = new Map<string, number>();
  readonly #live = new Set<string>();
  #isAccountLive = false;

  hello(): Hello {
    const hello: Hello = { t: 'hello', v: PROTOCOL_VERSION };
    if (this.#historyId === undefined) return hello;
    const rooms = Object.fromEntries(this.#rooms);
    const known = { ...hello, historyId: this.#historyId, rooms };
    return this.#account === undefined ? known : { ...known, account: this.#account };
  }

  /** A connection begins. @returns whether the cursors still count: not in another history (S2) */
  begin(historyId: string): boolean {
    this.#live.clear();
    this.#isAccountLive = false;
    const isSame = this.#historyId === historyId;
    const isFirst = this.#historyId === undefined;
    this.#historyId = historyId;
    if (isSame || isFirst) return true;
    this.#account = undefined;
    this.#rooms.clear();
    return false;
  }

  room(room: string): number | undefined {
    return this.#rooms.get(room);
  }

  setAccount(seq: number): void {
    this.#account = seq;
  }

  setRoom(room: string, seq: number): void {
    this.#rooms.set(room, seq);
  }

  forgetRoom(room: string): void {
    this.#rooms.delete(room);
    this.#live.delete(room);
  }

  /** Moves the account's cursor where `seq` is the next one. Before a snapshot there is nothing to move. */
  stepAccount(seq: number): Step {
    const step = judge(this.#account ?? 0, seq);
    if (step === 'next') this.#account = seq;
    return step;
  }

  /**
   * Moves a room's cursor where `seq` is the next one. Events of a room without a cursor count as seen: they come around
   * an `exited` or before an `entered`, whose view has them already.
   */
  stepRoom(room: string, seq: number): Step {
    const cursor = this.#rooms.get(room);
    if (cursor === undefined) return 'seen';
    const step = judge(cursor, seq);
    if (step === 'next') this.#rooms.set(room, seq);
    return step;
  }

  /** The server says that nothing is missing up to `seq`. @returns false where something is */
  goLive(room: string | undefined, seq: number): boolean {
    if (room === undefined) {
      this.#isAccountLive = true;
      return (this.#account ?? 0) >= seq;
    }
    const cursor = this.#rooms.get(room);
    if (cursor === undefined) return true;
    this.#live.add(room);
    return cursor >= seq;
  }

  /** The room was entered just now: its view is the present. */
  enterLive(room: string): void {
    this.#live.add(room);
  }

  get isAllLive(): boolean {
    if (!this.#isAccountLive) return false;
    for (const room of this.#rooms.keys()) if (!this.#live.has(room)) return false;
    return true;
  }
}
