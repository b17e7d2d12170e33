import { LIMITS } from '@skein/protocol/limits';
import type { Request } from 'express';
import { z } from 'zod';
import { parse } from './parse.ts';
import { refusal, type Reply } from './reply.ts';

// What may stand behind the question mark. A parameter given twice is an array, and refused.

/** Names in the longest form that NFKC can give them. */
const MAX_TEXT = LIMITS.nameLength * 18;
const searchSchema = z.object({
  search: z.string().max(MAX_TEXT).default(''),
  after: z.string().max(MAX_TEXT).optional(),
});
const historySchema = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce
    .number()
    .int()
    .positive()
    .default(50)
    .transform((limit) => Math.min(limit, LIMITS.pageRows)),
});

const seqSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(Number);

/** A message's seq as a part of a path; undefined where it is none. */
export function seqInPath(text: string | undefined): number | undefined {
  const parsed = seqSchema.safeParse(text);
  return parsed.success ? parsed.data : undefined;
}

export interface SearchQuery {
  readonly search: string;
  readonly after: string | undefined;
}

export interface HistoryQuery {
  readonly before: number | undefined;
  readonly limit: number;
}

export async function readSearch({ query }: Request, reply: (query: SearchQuery) => Promise<Reply>): Promise<Reply> {
  const parsed = parse(searchSchema, query);
  return parsed.ok ? reply({ search: parsed.value.search, after: parsed.value.after }) : refusal(parsed.error);
}

export async function readHistory({ query }: Request, reply: (query: HistoryQuery) => Promise<Reply>): Promise<Reply> {
  const parsed = parse(historySchema, query);
  return parsed.ok ? reply({ before: parsed.value.before, limit: parsed.value.limit }) : refusal(parsed.error);
}
