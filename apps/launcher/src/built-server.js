import { isFresh } from './freshness.js';
import { SERVER, SKEIN } from './products.js';

let isKnownFresh = false;

/** The program that people run, for who tries or measures it; undefined where it was built from something else than its sources now. */
export function builtServer() {
  isKnownFresh ||= isFresh(SERVER);
  return isKnownFresh ? SKEIN : undefined;
}
