import { join } from 'node:path';

/** What the launcher does once everything is built and fetched: it keeps the server running. The program of a `House`. */
export const LAUNCHED = ['../../launcher/src/testing/supervise.js', '../../server/src/main.ts'].map((path) =>
  join(import.meta.dirname, path),
);
