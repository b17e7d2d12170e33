import { Mistake } from '@skein/command-line/mistake';

/** Nobody is always first: a machine may be slower after a while. */
export function rotated<T>(all: readonly T[], by: number): readonly T[] {
  const start = by % all.length;
  return [...all.slice(start), ...all.slice(0, start)];
}

/**
 * Tries twice: an hour's run is not lost for one process that did not start. Each failure is told at once, and its first line kept.
 * @returns undefined where it failed both times
 * @throws a Mistake at once: a person has to mend it first
 */
export async function attempt<T>(what: string, failures: string[], act: () => Promise<T>): Promise<T | undefined> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Mistake) throw error;
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(`\n${what}: ${message}\n`);
      failures.push(`${what}: ${message.split('\n', 1)[0]!.replace(/:$/, '')}`);
    }
  }
  return undefined;
}
