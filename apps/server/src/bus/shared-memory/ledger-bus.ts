import { BroadcastWriter } from '@skein/shared-memory/broadcast-log';
import { Doorbell, doorbellLayout } from '@skein/shared-memory/doorbell';
import { RingReader } from '@skein/shared-memory/ring';
import type { Answer, Command, CommandKind, PostedAnswer } from '../../ledger/commands.ts';
import type { Committed, Submission } from '../../ledger/ledger.ts';
import { published, type PublishedEvent } from '../../hub/published-event.ts';
import { streamKey } from '../../hub/stream.ts';
import { broadcastLogMemory, ringMemory, type HubMemory, type SharedMemory } from '../../workers/memory.ts';
import { Interest } from './interest.ts';
import { decodeCommand, decodePost, encodeAnswer, encodeEvent, encodeJson, encodePosted, RECORD } from './records.ts';

const EVERY_WORKER = -1;
const NO_SLEEP_WITHOUT_LOOKING_MS = 1_000;

/** Commands taken from one ring at a time, so that no worker starves the others. */
const COMMANDS_PER_RING = 2_048;

interface HubWay {
  readonly hub: HubMemory;
  readonly ring: RingReader;
  readonly doorbell: Doorbell;
}

/** Whom to answer: a hub worker's request, or the ledger thread's own caller. */
export type Origin =
  | { readonly hub: HubMemory; readonly request: number; readonly isPost: boolean }
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
  readonly #own: Submission<Origin>[] = [];
  readonly #leaving = new Map<number, () => void>();

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
    this.#own.push({ origin: { onAnswer }, command });
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

  /** Whether any worker follows the account's stream, which it does for each client of the account (blocks as briefly as publishing does). */
  isConnected(account: string): boolean {
    return this.#interest.maskOf('account', account) !== 0;
  }

  /** What has come up since the last call, in each worker's own order. */
  drain(): readonly Submission<Origin>[] {
    const batch = this.#own.splice(0);
    for (const { hub, ring } of this.#ways.values()) {
      ring.drain((kind, payload) => {
        const isPost = kind === RECORD.post;
        const { request, command } = isPost ? decodePost(payload) : decodeCommand(payload);
        batch.push({ origin: { hub, request, isPost }, command });
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
  publish({ changes, replies }: Committed<Origin>): void {
    for (const { origin, answer } of replies) this.#answer(origin, answer);
    const masks = new Map<string, number>();
    for (const event of changes.roomEvents) this.#tell(published('room', event.room, event), masks);
    for (const { account, event } of changes.accountEvents) this.#tell(published('account', account, event), masks);
    if (changes.endedSessions.length > 0) {
      this.#log.append(RECORD.revocation, EVERY_WORKER, encodeJson({ sessions: changes.endedSessions }));
    }
    this.#show();
    this.#finishLeaving();
  }

  /** @param masks who follows a stream, read once for all events of this commit */
  #tell(event: PublishedEvent, masks: Map<string, number>): void {
    const key = streamKey(event.kind, event.id);
    const mask = masks.get(key) ?? this.#interest.maskOf(event.kind, event.id);
    masks.set(key, mask);
    if (mask !== 0) this.#log.append(RECORD.event, mask, encodeEvent(event));
  }

  #answer(to: Origin, answer: Answer<CommandKind>): void {
    if ('onAnswer' in to) return to.onAnswer(answer);
    const { hub, request, isPost } = to;
    if (isPost && answer.ok) {
      const posted = encodePosted(hub.threadId, request, answer.value as PostedAnswer);
      this.#log.append(RECORD.posted, 1 << hub.slot, posted);
    } else {
      this.#log.append(RECORD.answer, 1 << hub.slot, encodeAnswer(hub.threadId, request, answer));
    }
  }

  #show(): void {
    this.#log.publish();
    for (const { doorbell } of this.#ways.values()) doorbell.ring();
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
