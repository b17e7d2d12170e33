import type { Seat, Turn } from '@skein/client/outbox';

/** A tab that does not answer for so long is asleep: a phone stops pages that nobody sees, and they keep their locks. */
const PATIENCE_MS = 1_000;

/** Who has the lock says `soon` to who asks: it gives it away when its wire is empty. */
type Word = 'ask' | 'soon' | 'changed';

/** The turn as a Web Lock, which the browser takes from a tab that dies and gives to the next. */
export function joinByLock(name: string, seat: Seat, locks: LockManager, patienceMs = PATIENCE_MS): Turn {
  const turn = new LockTurn(name, seat, locks, patienceMs);
  turn.queue();
  return turn;
}

class LockTurn implements Turn {
  readonly #name: string;
  readonly #seat: Seat;
  readonly #locks: LockManager;
  readonly #patienceMs: number;
  readonly #channel: BroadcastChannel;
  /** Ends the waiting for the lock. */
  #waiting = new AbortController();
  /** Gives the lock back; there while this tab has it. */
  #release: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(name: string, seat: Seat, locks: LockManager, patienceMs: number) {
    this.#name = name;
    this.#seat = seat;
    this.#locks = locks;
    this.#patienceMs = patienceMs;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data === 'changed') seat.changed();
      else if (data === 'soon') this.#stopAsking();
      else if (this.#release) this.#promise();
    };
  }

  queue(): void {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  ask(): void {
    if (this.#release || this.#timer !== undefined) return;
    this.#say('ask');
    this.#timer = setTimeout(() => this.#steal(), this.#patienceMs);
  }

  pass(): void {
    this.#release?.();
    this.#release = undefined;
    this.queue();
  }

  changed(): void {
    this.#say('changed');
  }

  leave(): void {
    this.#isOver = true;
    this.#stopAsking();
    this.#waiting.abort();
    this.#release?.();
    this.#channel.close();
  }

  #promise(): void {
    this.#say('soon');
    this.#seat.asked();
  }

  #say(word: Word): void {
    if (!this.#isOver) this.#channel.postMessage(word);
  }

  #stopAsking(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #steal(): void {
    this.#timer = undefined;
    if (this.#release || this.#isOver) return;
    this.#waiting.abort();
    this.#request({ steal: true });
  }

  #request(options: LockOptions): void {
    let release: (() => void) | undefined;
    const hold = (): Promise<void> =>
      new Promise((resolve) => {
        release = resolve;
        this.#take(resolve);
      });
    // It fails where the waiting was ended, and where another tab took the lock.
    this.#locks.request(this.#name, options, hold).catch(() => this.#lost(release));
  }

  #take(release: () => void): void {
    this.#stopAsking();
    this.#release = release;
    if (this.#isOver) release();
    else this.#seat.taken();
  }

  #lost(release: (() => void) | undefined): void {
    if (!release || this.#release !== release || this.#isOver) return;
    this.#release = undefined;
    this.#seat.lost();
    this.queue();
  }
}
