import { parseSearch, SEARCH_LIMITS } from '@skein/protocol/search-query';
import { searchOrderSchema } from '@skein/protocol/search';
import type { Router } from 'express';
import { z } from 'zod';
import { isTimeZone } from '../search/dates.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall } from './guards.ts';
import { parse } from './parse.ts';
import { badRequest, ok, refusal, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

const PAGE_HITS = { default: 20, most: 50 };

const querySchema = z.object({
  query: z.string().max(SEARCH_LIMITS.length),
  order: searchOrderSchema.default('newest'),
  after: z
    .string()
    .regex(/^[0-9.~]{1,60}$/, 'not an earlier answer’s next')
    .optional(),
  limit: z.coerce
    .number()
    .int()
    .positive()
    .default(PAGE_HITS.default)
    .transform((limit) => Math.min(limit, PAGE_HITS.most)),
  zone: z.string().max(64).refine(isTimeZone, 'not a time zone').default('UTC'),
});

/** /search: over every room that the account is in (R5) */
export function searchRouter(services: Services): Router {
  const router = strictRouter();
  endpoint(router, '/search', {
    GET: loggedIn(
      services,
      rated(services, 'search', (call) => findMessages(call, services)),
    ),
  });
  return router;
}

async function findMessages({ request, who }: SessionCall, { ask, now }: Services): Promise<Reply> {
  const asked = parse(querySchema, request.query);
  if (!asked.ok) return refusal(asked.error);
  const { query: typed, after, ...rest } = asked.value;
  const wrong = parseSearch(typed).find((part) => part.kind === 'filter' && part.fault);
  if (wrong) return badRequest(`query: ${typed.slice(wrong.start, wrong.end)}`);
  const gone = new AbortController();
  request.once('close', () => gone.abort());
  const task = { kind: 'search', account: who.account.id, typed, after, now: now(), ...rest } as const;
  return replyTo(await ask(task, { signal: gone.signal }), ok);
}
