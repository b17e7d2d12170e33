import { join } from 'node:path';
import { builtServer } from '@skein/bench/start';

/** What the launcher does once everything is built and fetched: it keeps the server running. The program of a `House`. */
export function launched(): readonly string[] {
  return [join(import.meta.dirname, '../../launcher/src/testing/supervise.js'), builtServer()];
}
