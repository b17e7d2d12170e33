import { BroadcastWriter } from '@skein/shared-memory/broadcast-log';
import { Doorbell, doorbellLayout } from '@skein/shared-memory/doorbell';
import { RingReader } from '@skein/shared-memory/ring';
import type { Changes } from '../../ledger/changes.ts';
import type { Answer, Command, CommandKind } from '../../ledger/commands.ts';
import type { Committed, Submission } from '../../ledger/ledger.ts';
import { published, type PublishedEvent } from '../../hub/published-event.ts';
import { broadcastLogMemory, ringMemory, type HubMemory, type SharedMemory } from '../../workers/memory.ts';
import { Interest } from './interest.ts';
import { decodeCommand, encodeAnswer, encodeEvent, encodeJson, RECORD } from './records.ts';

const EVERY_WORKER = -1;
const NO_SLEEP_WITHOUT_LOOKING_MS = 1_000;

/** Commands taken from one ring at a time, so that no worker starves the others. */
const COMMANDS_PER_RING = 512;

interface HubWay {
  readonly hub: HubMemory;
  readonly ring: RingReader;
  readonly doorbell: Doorbell;
}

/** Whom to answer: a hub worker's request, or the ledger thread's own caller. */
type Origin =
  | { readonly hub: HubMemory; readonly request: number }
  | { readonly onAnswer: (answer: Answer<CommandKind>) => void };

/**
 * The ledger's end of the bus: commands come up through one ring from each hub worker; events and answers go down through
 * the one broadcast log, which only this thread writes.
 */
export class LedgerBus {
  readonly #log: BroadcastWriter;
  readonly #interest: Interest;
  readonly #doorbell: Doorbell;
  readonly #ways = new Map<number, HubWay>();
  readonly #origins = new Map<number, Origin>();
  readonly #own: Submission<number>[] = [];
  readonly #leaving = new Map<number, () => void>();
  #lastOrigin = 0;

  constructor({ memory, hubs, threadId }: { memory: SharedMemory; hubs: readonly HubMemory[]; threadId: number }) {
    this.#log = new BroadcastWriter(broadcastLogMemory.view(memory.broadcastLog));
    this.#interest = new Interest(memory.interest, threadId);
    this.#doorbell = new Doorbell(doorbellLayout.view(memory.ledgerDoorbell));
    for (const hub of hubs) this.addHub(hub);
  }

  addHub(hub: HubMemory): void {
    const ring = new RingReader(ringMemory.view(hub.ring));
    const doorbell = new Doorbell(doorbellLayout.view(hub.doorbell));
    this.#ways.set(hub.threadId, { hub, ring, doorbell });
    // What was published before it was known here did not wake it.
    doorbell.ring();
  }

  /** Takes what a dead worker had submitted with the next batch; calls back once that is committed. */
  forgetHub(threadId: number, onForgotten: () => void): void {
    this.#leaving.set(threadId, onForgotten);
    this.wake();
  }

  submitOwn(command: Command, onAnswer: (answer: Answer<CommandKind>) => void): void {
    this.#own.push({ origin: this.#remember({ onAnswer }), command });
    this.wake();
  }

  wake(): void {
    this.#doorbell.ring();
  }

  /** Tells every worker that whatever came before may have been published only in part. */
  beginEpoch(): void {
    this.#log.append(RECORD.epoch, EVERY_WORKER, Buffer.alloc(0));
    this.#show();
  }

  /** What has come up since the last call, in each worker's own order. */
  drain(): readonly Submission<number>[] {
    const batch = this.#own.splice(0);
    for (const { hub, ring } of this.#ways.values()) {
      ring.drain((_, payload) => {
        const { request, command } = decodeCommand(payload);
        batch.push({ origin: this.#remember({ hub, request }), command });
      }, COMMANDS_PER_RING);
    }
    if (batch.length === 0) this.#finishLeaving();
    return batch;
  }

  /** Resolves when something may have come up, or after `timeoutMs`. */
  async sleep(timeoutMs: number): Promise<void> {
    await this.#doorbell.sleep({
      ready: () => this.#hasWork(),
      timeoutMs: Math.min(timeoutMs, NO_SLEEP_WITHOUT_LOOKING_MS),
    });
  }

  /** Shows what one commit made true. Interest is read now, after the commit: see the rule of delivery. */
  publish({ changes, replies }: Committed<number>): void {
    for (const { origin, answer } of replies) this.#answer(origin, answer);
    for (const event of publishedEvents(changes)) {
      const mask = this.#interest.maskOf(event.kind, event.id);
      if (mask !== 0) this.#log.append(RECORD.event, mask, encodeEvent(event));
    }
    if (changes.endedSessions.length > 0) {
      this.#log.append(RECORD.revocation, EVERY_WORKER, encodeJson({ sessions: changes.endedSessions }));
    }
    this.#show();
    this.#finishLeaving();
  }

  #answer(origin: number, answer: Answer<CommandKind>): void {
    const to = this.#origins.get(origin)!;
    this.#origins.delete(origin);
    if ('onAnswer' in to) return to.onAnswer(answer);
    this.#log.append(RECORD.answer, 1 << to.hub.slot, encodeAnswer(to.hub.threadId, to.request, answer));
  }

  #show(): void {
    this.#log.publish();
    for (const { doorbell } of this.#ways.values()) doorbell.ring();
  }

  #remember(origin: Origin): number {
    this.#origins.set(++this.#lastOrigin, origin);
    return this.#lastOrigin;
  }

  #hasWork(): boolean {
    if (this.#own.length > 0 || this.#leaving.size > 0) return true;
    for (const { ring } of this.#ways.values()) if (!ring.isEmpty) return true;
    return false;
  }

  /** Called when everything drained is committed: a dead worker whose ring is empty has nothing left here. */
  #finishLeaving(): void {
    for (const [threadId, onForgotten] of this.#leaving) {
      if (this.#ways.get(threadId)?.ring.isEmpty === false) continue;
      this.#ways.delete(threadId);
      this.#leaving.delete(threadId);
      onForgotten();
    }
  }
}

function* publishedEvents({ roomEvents, accountEvents }: Changes): Iterable<PublishedEvent> {
  for (const event of roomEvents) yield published('room', event.room, event);
  for (const { account, event } of accountEvents) yield published('account', account, event);
}
