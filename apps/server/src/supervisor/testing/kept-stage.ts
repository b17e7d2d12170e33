import type { Stage } from '@skein/shared-memory/testing/storms/trial';
import type { SharedMemory } from '../../workers/memory.ts';
import { MemoryKeeper } from '../memory-keeper.ts';

export const SUPERVISOR_THREAD_ID = 1;

/** The server's own shared memory, kept by the supervisor's own keeper. A place is a slot here. */
export function keptStage(options: {
  /** Of those who die. */
  readonly slot: number;
  readonly verify: (memory: SharedMemory) => void;
}): Stage<SharedMemory> {
  const keeper = new MemoryKeeper({ threadId: SUPERVISOR_THREAD_ID });
  return {
    memory: keeper.memory,
    threadExited(threadId) {
      keeper.threadExited(threadId);
      return keeper.clearSlot(options.slot);
    },
    verify: () => options.verify(keeper.memory),
  };
}
