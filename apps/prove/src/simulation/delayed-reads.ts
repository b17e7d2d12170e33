import type { ReadStore } from '@skein/server/storage/store';

/** The same reads, each of which takes some time before it begins and after it is done, as those of a database elsewhere do. */
export function delayedReads(reads: ReadStore, pause: () => Promise<void>): ReadStore {
  const methods = Object.entries(reads as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>);
  const delayed = methods.map(([name, method]) => [
    name,
    async (...values: unknown[]) => {
      await pause();
      const result = await method(...values);
      await pause();
      return result;
    },
  ]);
  return { ...Object.fromEntries(delayed), [Symbol.asyncDispose]: async () => undefined } as ReadStore;
}
