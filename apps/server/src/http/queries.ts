import { LIMITS } from '@skein/protocol/limits';
import type { Request } from 'express';
import { z } from 'zod';
import type { HistoryPlace } from '../storage/store.ts';
import { parse } from './parse.ts';
import { badRequest, refusal, type Reply } from './reply.ts';

// What may stand behind the question mark. A parameter given twice is an array, and refused.

/** Names in the longest form that NFKC can give them. */
const MAX_TEXT = LIMITS.nameLength * 18;
const searchSchema = z.object({
  search: z.string().max(MAX_TEXT).default(''),
  after: z.string().max(MAX_TEXT).optional(),
});
const placeSchema = z.coerce.number().int().positive().optional();
const limitSchema = z.coerce
  .number()
  .int()
  .positive()
  .default(50)
  .transform((limit) => Math.min(limit, LIMITS.pageRows));
const historySchema = z.object({
  before: placeSchema,
  after: z.coerce.number().int().nonnegative().optional(),
  around: placeSchema,
  limit: limitSchema,
});
const afterSchema = z.object({ after: placeSchema });
const pageSchema = z.object({ before: placeSchema, limit: limitSchema });

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
  readonly from: HistoryPlace;
  readonly limit: number;
}

export interface PageQuery {
  readonly before: number | undefined;
  readonly limit: number;
}

export async function readSearch({ query }: Request, reply: (query: SearchQuery) => Promise<Reply>): Promise<Reply> {
  const parsed = parse(searchSchema, query);
  return parsed.ok ? reply({ search: parsed.value.search, after: parsed.value.after }) : refusal(parsed.error);
}

export async function readHistory({ query }: Request, reply: (query: HistoryQuery) => Promise<Reply>): Promise<Reply> {
  const parsed = parse(historySchema, query);
  if (!parsed.ok) return refusal(parsed.error);
  const { limit, before, after, around } = parsed.value;
  const places = Object.entries({ before, after, around }).filter(([, seq]) => seq !== undefined);
  if (places.length > 1) return badRequest('one of before, after and around');
  const [place] = places as [keyof typeof parsed.value & 'before', number][];
  return reply({ from: place ? { kind: place[0], seq: place[1] } : { kind: 'end' }, limit });
}

export async function readPage({ query }: Request, reply: (query: PageQuery) => Promise<Reply>): Promise<Reply> {
  const parsed = parse(pageSchema, query);
  return parsed.ok ? reply({ before: parsed.value.before, limit: parsed.value.limit }) : refusal(parsed.error);
}

export async function readAfter(
  { query }: Request,
  reply: (after: number | undefined) => Promise<Reply>,
): Promise<Reply> {
  const parsed = parse(afterSchema, query);
  return parsed.ok ? reply(parsed.value.after) : refusal(parsed.error);
}
