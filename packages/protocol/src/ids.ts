import { z } from 'zod';

/** Opaque ids made by the server. Nothing may be read from their characters. */
export const idSchema = z.string().regex(/^[0-9A-Za-z_-]{1,40}$/);

/**
 * The id a client gives a message, an edit or a deletion before it sends it: time-ordered, 12 bytes (48 bits of milliseconds, 48 random bits)
 * in an alphabet whose characters sort like their values.
 */
export const clientIdSchema = z.string().regex(/^[0-9A-Za-z_-]{16,36}$/);
