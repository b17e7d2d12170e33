import type { Mutex, MutexGuard } from '../mutex.ts';
import type { SeededRandom } from './seeded-random.ts';

/** In each of the ways in which it can be acquired. */
export async function acquireSomehow(mutex: Mutex, random: SeededRandom): Promise<MutexGuard> {
  const way = random.below(10);
  return (way > 2 ? mutex.tryAcquire() : undefined) ?? (way > 0 ? mutex.acquire() : await mutex.acquireAsync());
}
