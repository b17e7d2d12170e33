import { flushCompileCache } from 'node:module';

/** After the first rush of a start. */
const PAUSE_MS = 1_000;

/**
 * Keeps what was compiled for this thread for the next start. Node does so by itself only where a thread ends in good order,
 * and a server that was killed must be back soon. It costs something at the first start of a version alone.
 */
export function keepCompiled(): void {
  setTimeout(flushCompileCache, PAUSE_MS).unref();
}
