import type { StreamKind } from '../../hub/published-event.ts';
import { streamKey } from '../../hub/stream.ts';
import type { Answer, Command, CommandKind, CommandOf } from '../../ledger/commands.ts';
import type { Limits } from '../../limits/limits.ts';
import { ToldLimits } from '../../limits/told-limits.ts';
import { refused } from '../../result.ts';
import type { BusListener, Ephemeral, RunningHubBus } from '../bus.ts';
import type { Down, DownItem, Up, UpItem } from './messages.ts';
import { Parcels } from './parcels.ts';

const BUSY = refused('busy', { retryAfterMs: 500 });
/** Commands that the exchange has not taken yet. */
const BYTES_UP = 512 * 1024;

interface Pending {
  readonly kind: CommandKind;
  readonly onAnswer: (answer: Answer<CommandKind>) => void;
}

/** One hub worker's end of the bus between processes. What comes before `run` waits for it. */
export class IpcHubBus implements RunningHubBus {
  readonly #limits: ToldLimits;
  readonly #parcels: Parcels<UpItem>;
  readonly #interested = new Map<number, () => void>();
  /** What is on its way when an interest is withdrawn is not delivered. */
  readonly #wanted = new Set<string>();
  readonly #pending = new Map<number, Pending>();
  readonly #early: Down[] = [];
  readonly #stopped = Promise.withResolvers<void>();
  #listener: BusListener | undefined;
  #lastRequest = 0;

  constructor({ send, now }: { send: (up: Up) => void; now: () => number }) {
    this.#parcels = new Parcels(send);
    this.#limits = new ToldLimits({ now, tell: (news) => this.#parcels.add({ t: 'limits', news }) });
  }

  /** Those that hold over all workers: what is taken travels on the bus. */
  get limits(): Limits {
    return this.#limits;
  }

  get pending(): number {
    return this.#pending.values().reduce((count, { kind }) => (kind === 'read' ? count : count + 1), 0);
  }

  submit<K extends CommandKind>(command: CommandOf<K>, onAnswer: (answer: Answer<K>) => void): void {
    if (this.#parcels.bytesOnTheWay > BYTES_UP) return onAnswer(BUSY);
    const request = ++this.#lastRequest;
    this.#pending.set(request, { kind: command.kind, onAnswer });
    this.#parcels.add({ t: 'submit', request, command: command as Command });
  }

  addInterest(kind: StreamKind, id: string): Promise<void> {
    this.#wanted.add(streamKey(kind, id));
    const request = ++this.#lastRequest;
    this.#parcels.add({ t: 'interest', request, kind, id });
    return new Promise((resolve) => this.#interested.set(request, resolve));
  }

  removeInterest(kind: StreamKind, id: string): void {
    this.#wanted.delete(streamKey(kind, id));
    this.#parcels.add({ t: 'noInterest', kind, id });
  }

  sendEphemeral(message: Ephemeral): void {
    this.#parcels.add({ t: 'ephemeral', message });
  }

  run(listener: BusListener): Promise<void> {
    this.#listener = listener;
    for (const down of this.#early.splice(0)) this.#deliverAll(down, listener);
    return this.#stopped.promise;
  }

  stop(): void {
    this.#parcels.flush();
    this.#listener = undefined;
    this.#stopped.resolve();
  }

  /** What the exchange sends, in order. */
  receive(down: Down): void {
    // Limits are asked before anybody listens.
    for (const item of down.items) if (item.t === 'known') this.#limits.begin(item.limits);
    if (this.#listener) this.#deliverAll(down, this.#listener);
    else this.#early.push(down);
  }

  #deliverAll(down: Down, listener: BusListener): void {
    this.#parcels.received(down);
    if (down.items.length === 0) return;
    for (const item of down.items) this.#deliver(item, listener);
    listener.turnEnds();
  }

  #deliver(item: DownItem, listener: BusListener): void {
    switch (item.t) {
      case 'event': {
        const { event } = item;
        if (!this.#wanted.has(streamKey(event.kind, event.id))) return;
        const { buffer, byteOffset, byteLength } = event.frame;
        return listener.event({ ...event, frame: Buffer.from(buffer, byteOffset, byteLength) });
      }
      case 'answer':
        return this.#answered(item.request, item.answer);
      case 'interested':
        this.#interested.get(item.request)?.();
        return void this.#interested.delete(item.request);
      case 'revoked':
        return listener.revoked(item.revocation);
      case 'gaps':
        return listener.gapsPossible();
      case 'ephemeral':
        return listener.ephemeral(item.message, item.from);
      case 'peerGone':
        return listener.peerGone(item.slot);
      case 'limits':
        return this.#limits.hear(item.news);
      case 'known':
    }
  }

  #answered(request: number, answer: Answer<CommandKind>): void {
    const pending = this.#pending.get(request);
    this.#pending.delete(request);
    pending?.onAnswer(answer);
  }
}
