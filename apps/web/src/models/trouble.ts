import type { Refusal } from '@skein/protocol/errors';

/** Why something did not happen: the server's refusal, or no answer at all. */
export type Trouble = Refusal | 'offline';
