/// <reference lib="esnext.sharedmemory" />

/** About two microseconds: longer than a lock here is held by a thread that is running, shorter than falling asleep. */
const MAX_ATTEMPTS = 100;

/** Tries until `attempt` succeeds, a bounded number of times. Returns whether it did. */
export function spin(attempt: () => boolean): boolean {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
    if (attempt()) return true;
    Atomics.pause();
  }
  return false;
}
