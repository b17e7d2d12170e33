/** `misused`: it cannot be done like this, and the person at the terminal was told in one line why. */
export const EXIT = { ok: 0, failed: 1, misused: 2 } as const;
