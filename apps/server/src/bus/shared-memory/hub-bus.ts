import { setImmediate as nextTurn } from 'node:timers/promises';
import { BroadcastReader, BroadcastWriter } from '@skein/shared-memory/broadcast-log';
import { Doorbell, doorbellLayout } from '@skein/shared-memory/doorbell';
import { RingWriter } from '@skein/shared-memory/ring';
import type { StreamKind } from '../../hub/published-event.ts';
import {
  isReadMark,
  isWriting,
  type Answer,
  type Command,
  type CommandKind,
  type CommandOf,
} from '../../ledger/commands.ts';
import { refused } from '../../result.ts';
import {
  broadcastLogMemory,
  ephemeralLogMemory,
  ringMemory,
  type HubMemory,
  type SharedMemory,
} from '../../workers/memory.ts';
import type { BusListener, Ephemeral, Revocation, RunningHubBus } from '../bus.ts';
import { Interest } from './interest.ts';
import {
  decodeAnswer,
  decodeEvent,
  decodeJson,
  decodePosted,
  encodeCommand,
  encodeJson,
  encodePost,
  isPlainPost,
  RECORD,
} from './records.ts';
import { RefusedAhead } from './refused-ahead.ts';

const BUSY = refused('busy', { retryAfterMs: 500 });
/** Records read in one turn; then sockets are written, so that a burst does not starve the loop. */
const RECORDS_PER_TURN = 4_096;
const EVERYTHING = -1;
interface Pending {
  readonly command: Command;
  readonly onAnswer: (answer: Answer<CommandKind>) => void;
  /** Among all that was sent. */
  place: number;
}

interface Peer {
  readonly hub: HubMemory;
  readonly reader: BroadcastReader;
  readonly doorbell: Doorbell;
}

export interface SharedMemoryHubBusOptions {
  readonly memory: SharedMemory;
  readonly own: HubMemory;
  readonly peers: readonly HubMemory[];
  /** This worker was lapped in another's log and no longer knows who is connected there. */
  readonly onRostersWanted: () => void;
}

/** One hub worker's end of the bus between threads. It reads from the moment it is made; `run` delivers to a listener. */
export class SharedMemoryHubBus implements RunningHubBus {
  readonly #own: HubMemory;
  readonly #interest: Interest;
  readonly #log: BroadcastReader;
  readonly #ownLog: BroadcastWriter;
  readonly #doorbell: Doorbell;
  readonly #ledgerDoorbell: Doorbell;
  readonly #peers = new Map<number, Peer>();
  readonly #pending = new Map<number, Pending>();
  readonly #onRostersWanted: () => void;
  readonly #refusedAhead = new RefusedAhead();
  #ring: RingWriter;
  #lastRequest = 0;
  /** Requests are numbered anew after some days, places never. */
  #lastPlace = 0;

  constructor({ memory, own, peers, onRostersWanted }: SharedMemoryHubBusOptions) {
    this.#own = own;
    this.#onRostersWanted = onRostersWanted;
    this.#interest = new Interest(memory.interest, own.threadId);
    this.#log = new BroadcastReader(broadcastLogMemory.view(memory.broadcastLog), { interest: 1 << own.slot });
    this.#ownLog = new BroadcastWriter(ephemeralLogMemory.view(own.ephemeralLog));
    this.#doorbell = new Doorbell(doorbellLayout.view(own.doorbell));
    this.#ledgerDoorbell = new Doorbell(doorbellLayout.view(memory.ledgerDoorbell));
    this.#ring = new RingWriter(ringMemory.view(own.ring));
    for (const peer of peers) this.addPeer(peer);
  }

  get pending(): number {
    return this.#pending.values().reduce((count, { command }) => (isReadMark(command) ? count : count + 1), 0);
  }

  submit<K extends CommandKind>(command: CommandOf<K>, onAnswer: (answer: Answer<K>) => void): void {
    const pending: Pending = { command: command as Command, onAnswer, place: 0 };
    if (!this.#send(pending)) pending.onAnswer(BUSY);
  }

  addInterest(kind: StreamKind, id: string): Promise<void> {
    return this.#interest.add(kind, id, this.#own.slot);
  }

  removeInterest(kind: StreamKind, id: string): void {
    this.#interest.remove(kind, id, this.#own.slot);
  }

  sendEphemeral(message: Ephemeral): void {
    this.#ownLog.append(RECORD.ephemeral, EVERYTHING, encodeJson(message));
    this.#ownLog.publish();
    for (const { doorbell } of this.#peers.values()) doorbell.ring();
  }

  addPeer(hub: HubMemory): void {
    const log = ephemeralLogMemory.view(hub.ephemeralLog);
    const reader = new BroadcastReader(log, { interest: EVERYTHING });
    this.#peers.set(hub.threadId, { hub, reader, doorbell: new Doorbell(doorbellLayout.view(hub.doorbell)) });
  }

  removePeer(threadId: number): void {
    this.#peers.delete(threadId);
  }

  /** A new ledger reads from a ring of its own; what was in the old one goes up again. */
  useRing(ring: SharedArrayBuffer): void {
    this.#ring = new RingWriter(ringMemory.view(ring));
    this.#submitAgain();
  }

  async run(listener: BusListener): Promise<void> {
    while (!this.#doorbell.isStopped) {
      if (this.#readTurn(listener)) await nextTurn();
      else await this.#doorbell.sleep({ ready: () => this.#hasNews() });
    }
  }

  stop(): void {
    this.#doorbell.stop();
  }

  /** @returns whether there was anything */
  #readTurn(listener: BusListener): boolean {
    const hasRead = this.#readLog(listener);
    const hasHeard = this.#readPeers(listener);
    if (hasRead || hasHeard) listener.turnEnds();
    return hasRead || hasHeard;
  }

  #readLog(listener: BusListener): boolean {
    const result = this.#log.read((kind, payload) => this.#deliver(kind, payload, listener), RECORDS_PER_TURN);
    if (result.state === 'lapped') this.#lapped(listener);
    return result.state !== 'empty';
  }

  #deliver(kind: number, payload: Buffer, listener: BusListener): void {
    switch (kind) {
      case RECORD.event:
        return listener.event(decodeEvent(payload));
      case RECORD.posted:
        return this.#answered(decodePosted(payload));
      case RECORD.answer:
        return this.#answered(decodeAnswer(payload));
      case RECORD.revocation:
        return listener.revoked(decodeJson<Revocation>(payload));
      case RECORD.epoch:
        return listener.gapsPossible();
    }
  }

  /** Answers may have been among what was overwritten. */
  #lapped(listener: BusListener): void {
    this.#submitAgain();
    listener.gapsPossible();
  }

  /**
   * What is written and read marks go up again in their order: the ledger knows those it has. What cannot be done twice without harm
   * is answered `busy`, for whoever asked to look and ask again; what was sent on behind something that was refused, as that was.
   */
  #submitAgain(): void {
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    let isFull = false;
    for (const pending of unanswered) {
      const refusal = this.#refusedAhead.of(pending.command, pending.place);
      if (refusal) {
        this.#refuse(pending, refusal);
        continue;
      }
      // The ledger knows these when they come again.
      const mayGoAgain = isWriting(pending.command) || isReadMark(pending.command);
      // After one that found no room none may go: a smaller one would overtake it.
      isFull ||= mayGoAgain && !this.#send(pending);
      if (isFull || !mayGoAgain) pending.onAnswer(BUSY);
    }
  }

  /** False where the way up has no room for it. */
  #send(pending: Pending): boolean {
    const request = (this.#lastRequest = (this.#lastRequest + 1) >>> 0);
    if (!this.#write(request, pending.command)) return false;
    pending.place = ++this.#lastPlace;
    this.#pending.set(request, pending);
    this.#ledgerDoorbell.ring();
    return true;
  }

  #write(request: number, command: Command): boolean {
    if (isPlainPost(command)) return this.#ring.tryWrite(RECORD.post, encodePost(request, command));
    return this.#ring.tryWrite(RECORD.command, encodeCommand(request, command));
  }

  #answered({ threadId, request, answer }: ReturnType<typeof decodeAnswer>): void {
    if (threadId !== this.#own.threadId) return;
    const pending = this.#pending.get(request);
    this.#pending.delete(request);
    if (!pending) return;
    const [oldest] = this.#pending.values();
    this.#refusedAhead.forgetBefore(oldest?.place ?? Infinity);
    if (!answer.ok && answer.error.retryAfterMs !== undefined) this.#refuse(pending, answer);
    else pending.onAnswer(answer);
  }

  #refuse({ command, onAnswer }: Pending, answer: Answer<CommandKind>): void {
    this.#refusedAhead.add(command, { answer, upTo: this.#lastPlace });
    onAnswer(answer);
  }

  #readPeers(listener: BusListener): boolean {
    let hasHeard = false;
    for (const { hub, reader } of this.#peers.values()) {
      const result = reader.read((_, payload) => listener.ephemeral(decodeJson<Ephemeral>(payload), hub.slot));
      if (result.state === 'lapped') this.#onRostersWanted();
      if (result.state !== 'empty') hasHeard = true;
    }
    return hasHeard;
  }

  #hasNews(): boolean {
    if (!this.#log.isEmpty) return true;
    for (const { reader } of this.#peers.values()) if (!reader.isEmpty) return true;
    return false;
  }
}
