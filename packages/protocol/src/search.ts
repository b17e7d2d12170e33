import { z } from 'zod';
import { messageSchema } from './rooms.ts';

/** A message that was found. `ranges` are the places in its body, in UTF-16 units, from and up to, in order and apart. */
export const searchHitSchema = z.object({
  message: messageSchema,
  ranges: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

/** GET /api/search?query=&order=&after=&limit=&zone=: messages in rooms that the account is in now (R5). */
export const searchAnswerSchema = z.object({
  hits: z.array(searchHitSchema),
  /** Give this as `after` for the next page. A page may be short, or empty, and have a next one all the same. */
  next: z.string().optional(),
  /** Operators that name nobody and nothing, as they were typed. */
  unknown: z.array(z.string()).optional(),
  /** While the index is being built: how much of all messages is in it, 0 to 1. */
  indexed: z.number().optional(),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

export const searchOrderSchema = z.enum(['newest', 'best']);
export type SearchOrder = z.infer<typeof searchOrderSchema>;
