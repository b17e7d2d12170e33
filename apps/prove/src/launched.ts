import { join } from 'node:path';
import { SKEIN } from '@skein/bench/start';

/** What the launcher does once everything is built and fetched: it keeps the server running. The program of a `House`. */
export const LAUNCHED = [join(import.meta.dirname, '../../launcher/src/testing/supervise.js'), SKEIN];
