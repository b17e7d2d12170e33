import { isFresh } from './freshness.js';
import { SERVER, SKEIN } from './products.js';

let isKnownFresh = false;

/** The program that people run, for who tries or measures it. Throws where it was built from something else than its sources now. */
export function builtServer() {
  isKnownFresh ||= isFresh(SERVER);
  if (!isKnownFresh) throw new Error('The server is not built from its sources as they are now: pnpm build');
  return SKEIN;
}
