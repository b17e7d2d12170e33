import type { OutboxEntry, OutboxStorage, Seat, Turn } from '@skein/client/outbox';
import type { Refusal } from '@skein/protocol/errors';
import type { Ack } from '@skein/protocol/posting';
import { Mailbox } from './mailbox.ts';
import type { VirtualLoop } from './virtual-loop.ts';

interface Sitter {
  readonly seat: Seat;
  readonly mailbox: Mailbox;
}

/**
 * What the tabs of one browser share: the entries, which outlive every page, and the turn to send them. Tabs hear of each other as
 * they do by a channel and a lock: later, in order, and the turn of a page that is gone is free.
 */
export class BrowserOutbox implements OutboxStorage {
  /** Answers that any of the tabs was told of. */
  readonly acks = new Map<string, Ack>();
  readonly refused = new Map<string, { readonly error: Refusal; readonly atMs: number }>();
  readonly #loop: VirtualLoop;
  readonly #entries = new Map<string, OutboxEntry>();
  #sitters: readonly Sitter[] = [];

  constructor(loop: VirtualLoop) {
    this.#loop = loop;
  }

  async load(account: string): Promise<readonly OutboxEntry[]> {
    const own = [...this.#entries.values()].filter((entry) => entry.account === account);
    return own.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async put(entry: OutboxEntry): Promise<void> {
    this.#entries.set(entry.id, entry);
  }

  async remove(id: string): Promise<void> {
    this.#entries.delete(id);
  }

  join(_account: string, seat: Seat): Turn {
    const sitter = { seat, mailbox: new Mailbox(this.#loop, this.#loop.current, 0) };
    this.#sit([...this.#sitters, sitter]);
    return {
      ask: () => this.#ask(sitter),
      pass: () => this.#pass(sitter),
      changed: () => this.#without(sitter).forEach((other) => other.mailbox.send(() => other.seat.changed())),
      leave: () => this.#sit(this.#without(sitter)),
    };
  }

  /** Pages have gone. */
  forgetDead(): void {
    this.#sit(this.#sitters.filter(({ mailbox }) => !mailbox.thread.isDead));
  }

  #ask(sitter: Sitter): void {
    const [first] = this.#sitters;
    if (!first || first === sitter || !this.#sitters.includes(sitter)) return;
    this.#sitters = [first, sitter, ...this.#without(sitter).filter((other) => other !== first)];
    first.mailbox.send(() => first.seat.asked());
  }

  /** It comes back where nobody else is left. */
  #pass(sitter: Sitter): void {
    if (this.#sitters[0] !== sitter) return;
    const first = this.#without(sitter)[0] ?? sitter;
    this.#sitters = [...this.#without(sitter), sitter];
    first.mailbox.send(() => first.seat.taken());
  }

  #sit(sitters: readonly Sitter[]): void {
    const [before] = this.#sitters;
    const [first] = sitters;
    this.#sitters = sitters;
    if (first && first !== before) first.mailbox.send(() => first.seat.taken());
  }

  #without(sitter: Sitter): readonly Sitter[] {
    return this.#sitters.filter((other) => other !== sitter);
  }
}
