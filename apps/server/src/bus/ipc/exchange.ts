import type { Person } from '@skein/protocol/people';
import type { PublishedEvent, StreamKind } from '../../hub/published-event.ts';
import { streamKey } from '../../hub/stream.ts';
import { isWriting, type Answer, type Command, type CommandKind } from '../../ledger/commands.ts';
import { FailedPosts } from '../../ledger/failed-posts.ts';
import { LimitsBoard } from '../../limits/limits-board.ts';
import { refused } from '../../result.ts';
import type { BusListener, Ephemeral, HubBus, Revocation } from '../bus.ts';
import type { Down, DownItem, Up, UpItem } from './messages.ts';
import { Parcels } from './parcels.ts';

/** Down to one hub worker; above this it hears of no more events, and reads what it missed from the store. */
const BYTES_DOWN = 4 * 1024 * 1024;
/** For what waits behind something that was too much. */
const HELD_RETRY_MS = 100;

/** One hub worker as the exchange sees it. */
interface Branch {
  readonly slot: number;
  readonly parcels: Parcels<DownItem>;
  readonly follows: Set<string>;
  /** Who is connected there, for workers that come later. */
  readonly people: Map<string, Person>;
  hasMissed: boolean;
}

/** A stream, and who wants to hear of it. */
interface Following {
  readonly kind: StreamKind;
  readonly id: string;
  readonly branches: Set<Branch>;
}

/**
 * The middle of the bus between processes. To the ledger it is one hub worker, by a bus of its own; to its branches, which are the
 * hub workers that share no memory, it is the ledger and all the others. It holds what each of them follows, and passes on.
 */
export class Exchange implements BusListener {
  readonly #bus: HubBus;
  readonly #limits: LimitsBoard<Branch>;
  readonly #branches = new Map<number, Branch>();
  readonly #followings = new Map<string, Following>();
  readonly #putOff = new FailedPosts();

  constructor({ bus, now }: { bus: HubBus; now: () => number }) {
    this.#bus = bus;
    this.#limits = new LimitsBoard(now);
  }

  /** @param slot the worker's own, as long as it is connected */
  connect(slot: number, send: (down: Down) => void): void {
    const branch: Branch = {
      slot,
      parcels: new Parcels(send),
      follows: new Set(),
      people: new Map(),
      hasMissed: false,
    };
    branch.parcels.add({ t: 'known', limits: this.#limits.known() });
    for (const { slot: from, people } of this.#branches.values()) {
      if (people.size > 0)
        branch.parcels.add({ t: 'ephemeral', from, message: { t: 'roster', on: [...people.values()] } });
    }
    this.#branches.set(slot, branch);
    branch.parcels.flush();
  }

  /** The worker is gone, with everybody who was connected to it. */
  disconnect(slot: number): void {
    const branch = this.#branches.get(slot);
    if (!branch) return;
    this.#branches.delete(slot);
    for (const key of branch.follows) this.#unfollow(branch, key);
    const news = this.#limits.forget(branch);
    for (const { parcels } of this.#branches.values()) {
      if (branch.people.size > 0) parcels.add({ t: 'peerGone', slot });
      if (news.connections.length > 0) parcels.add({ t: 'limits', news });
    }
  }

  /** What a worker sends, in order. */
  receive(slot: number, up: Up): void {
    const branch = this.#branches.get(slot);
    if (!branch) return;
    branch.parcels.received(up);
    if (branch.hasMissed && branch.parcels.bytesOnTheWay < BYTES_DOWN / 2) {
      branch.hasMissed = false;
      branch.parcels.add({ t: 'gaps' });
    }
    // First what was taken for the rest.
    for (const item of up.items) if (item.t === 'limits') this.#takeNews(branch, item);
    for (const item of up.items) this.#take(branch, item);
  }

  // What comes from the ledger.

  event(event: PublishedEvent): void {
    const followers = this.#followings.get(streamKey(event.kind, event.id));
    if (!followers) return;
    // A copy of its own: a part of a larger one would take all of that along.
    const item: DownItem = { t: 'event', event: { ...event, frame: new Uint8Array(event.frame) } };
    for (const branch of followers.branches) {
      if (branch.parcels.bytesOnTheWay < BYTES_DOWN) branch.parcels.add(item);
      else branch.hasMissed = true;
    }
  }

  revoked(revocation: Revocation): void {
    this.#tellAll({ t: 'revoked', revocation });
  }

  gapsPossible(): void {
    this.#tellAll({ t: 'gaps' });
  }

  turnEnds(): void {
    for (const { parcels } of this.#branches.values()) parcels.flush();
  }

  // To the ledger the exchange has no peers.

  ephemeral(): void {}

  peerGone(): void {}

  rosterWanted(): void {}

  #take(branch: Branch, item: UpItem): void {
    switch (item.t) {
      case 'submit':
        return this.#submit(branch, item);
      case 'interest':
        return void this.#follow(branch, item);
      case 'noInterest':
        return this.#unfollow(branch, streamKey(item.kind, item.id));
      case 'ephemeral':
        remember(branch.people, item.message);
        return this.#tellOthers(branch, { t: 'ephemeral', message: item.message, from: branch.slot });
      case 'limits':
    }
  }

  #takeNews(branch: Branch, item: Extract<UpItem, { t: 'limits' }>): void {
    this.#limits.hear(branch, item.news);
    this.#tellOthers(branch, item);
  }

  /**
   * What an account writes by several workers at once each of them may have let through. It all comes by here, so here it is
   * judged once more. What is refused gives back what was taken for it, and what was sent on behind it has to wait too, as behind
   * what the way up had no room for (SPEC P4).
   */
  #submit({ parcels }: Branch, { request, command }: Extract<UpItem, { t: 'submit' }>): void {
    const answered = (answer: Answer<CommandKind>) => parcels.add({ t: 'answer', request, answer });
    const retryAfterMs = this.#overdrawnMs(command);
    if (retryAfterMs > 0) return answered(refused('too_many_requests', { retryAfterMs }));
    this.#bus.submit(command, (answer) => {
      if (!answer.ok && answer.error.retryAfterMs !== undefined) this.#putOff.add([{ origin: undefined, command }]);
      answered(answer);
    });
  }

  /** Milliseconds until the command may come again; 0 where it may go on now. */
  #overdrawnMs(command: Command): number {
    if (!isWriting(command)) return 0;
    const submission = { origin: undefined, command };
    const overdrawnMs = this.#limits.overdrawnMs('post', command.account);
    const isHeld = this.#putOff.divide([submission]).held.length > 0;
    if (overdrawnMs === 0 && !isHeld) return 0;
    this.#putOff.add([submission]);
    this.#limits.enter('post', command.account, -1);
    this.#tellAll({ t: 'limits', news: { taken: [['post', command.account, -1]], connections: [] } });
    return Math.max(overdrawnMs, HELD_RETRY_MS);
  }

  /** Answered once events will come: everything committed after a read that begins later. */
  async #follow(branch: Branch, { request, kind, id }: Extract<UpItem, { t: 'interest' }>): Promise<void> {
    const key = streamKey(kind, id);
    const following = this.#followings.get(key) ?? { kind, id, branches: new Set() };
    this.#followings.set(key, following);
    following.branches.add(branch);
    branch.follows.add(key);
    await this.#bus.addInterest(kind, id);
    branch.parcels.add({ t: 'interested', request });
  }

  #unfollow(branch: Branch, key: string): void {
    branch.follows.delete(key);
    const following = this.#followings.get(key);
    if (!following?.branches.delete(branch) || following.branches.size > 0) return;
    this.#followings.delete(key);
    this.#bus.removeInterest(following.kind, following.id);
  }

  #tellOthers(branch: Branch, item: DownItem): void {
    for (const other of this.#branches.values()) if (other !== branch) other.parcels.add(item);
  }

  #tellAll(item: DownItem): void {
    for (const { parcels } of this.#branches.values()) parcels.add(item);
  }
}

function remember(people: Map<string, Person>, message: Ephemeral): void {
  if (message.t === 'typing') return;
  if (message.t === 'roster') people.clear();
  for (const person of message.on) people.set(person.id, person);
  if (message.t === 'presence') for (const id of message.off) people.delete(id);
}
