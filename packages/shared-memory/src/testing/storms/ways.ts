/** How a thread ends: from outside while it stands still; by an error that nobody catches; by its own will. */
export const WAYS = ['terminate', 'error', 'exit'] as const;
export type Way = (typeof WAYS)[number];

export const EXIT_CODES = { terminate: 1, error: 1, exit: 7 } as const satisfies Record<Way, number>;
/** The message of the error. */
export const LAST_WORDS = 'died as planned';
