import { isFresh } from './freshness.js';
import { SERVER, SKEIN } from './products.js';

if (!isFresh(SERVER)) throw new Error('The server is not built from its sources as they are now: pnpm build');

/** The program that people run, for who tries or measures it: never one that was built from something else. */
export { SKEIN };
