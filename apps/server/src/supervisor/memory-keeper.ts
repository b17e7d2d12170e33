import { Doorbell, doorbellLayout } from '@skein/shared-memory/doorbell';
import { ExitRegistry } from '@skein/shared-memory/exit-registry';
import { Liveness, livenessLayout } from '@skein/shared-memory/liveness';
import { Interest } from '../bus/shared-memory/interest.ts';
import { SharedLimits } from '../limits/shared-limits.ts';
import {
  createSharedMemory,
  setServerState,
  type HubMemory,
  type ServerState,
  type SharedMemory,
} from '../workers/memory.ts';

/**
 * The supervisor's part in the shared memory: on every thread's exit it takes back the locks that the thread held, wakes
 * all who wait for anything, and clears what stood there for the thread.
 */
export class MemoryKeeper {
  readonly memory: SharedMemory = createSharedMemory();
  readonly #registry: ExitRegistry;
  readonly #interest: Interest;
  readonly #limits: SharedLimits;
  readonly #doorbells = new Map<number, Doorbell>();

  constructor({ threadId }: { threadId: number }) {
    const { liveness, interest, limits, ledgerDoorbell } = this.memory;
    this.#registry = new ExitRegistry(new Liveness(livenessLayout.view(liveness)));
    this.#interest = new Interest(interest, threadId);
    this.#limits = new SharedLimits(limits, { threadId, slot: 0, now: Date.now });
    this.#registry.add(this.#interest);
    this.#registry.add(this.#limits);
    this.#registry.add(new Doorbell(doorbellLayout.view(ledgerDoorbell)));
  }

  setState(state: ServerState): void {
    setServerState(this.memory, state);
  }

  addHub({ threadId, doorbell }: HubMemory): void {
    const bell = new Doorbell(doorbellLayout.view(doorbell));
    this.#doorbells.set(threadId, bell);
    this.#registry.add(bell);
  }

  /** To be called from the thread's exit event, not earlier. */
  threadExited(threadId: number): void {
    const own = this.#doorbells.get(threadId);
    if (own) this.#registry.remove(own);
    this.#doorbells.delete(threadId);
    this.#registry.threadExited(threadId);
  }

  /** Nothing stands for this slot any more, and it may be given to another worker. */
  async clearSlot(slot: number): Promise<void> {
    await this.#interest.clearSlot(slot);
    await this.#limits.clearSlot(slot);
  }
}
