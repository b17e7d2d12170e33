import { refusalSchema } from '@skein/protocol/errors';
import {
  directorySchema,
  historySchema,
  roomAnswerSchema,
  serverViewSchema,
  sessionViewSchema,
} from '@skein/protocol/rest';
import type { Findings } from './findings.ts';

interface Shape {
  safeParse(value: unknown): { readonly success: boolean };
}

interface Expected {
  readonly call: RegExp;
  readonly status: number;
  /** `undefined` where the answer has no body. */
  readonly body: Shape | undefined;
}

/** What the server may answer the crowd when it does what was asked (R3). */
const EXPECTED: readonly Expected[] = [
  { call: /^GET \/api\/server$/, status: 200, body: serverViewSchema },
  { call: /^POST \/api\/accounts$/, status: 201, body: sessionViewSchema },
  { call: /^POST \/api\/session$/, status: 200, body: sessionViewSchema },
  { call: /^GET \/api\/session$/, status: 200, body: sessionViewSchema },
  // Of who is not logged in.
  { call: /^GET \/api\/session$/, status: 204, body: undefined },
  { call: /^DELETE \/api\/session$/, status: 204, body: undefined },
  { call: /^GET \/api\/rooms\??[^/]*$/, status: 200, body: directorySchema },
  { call: /^POST \/api\/rooms$/, status: 201, body: roomAnswerSchema },
  { call: /^POST \/api\/rooms\/[^/]+\/join$/, status: 200, body: roomAnswerSchema },
  { call: /^GET \/api\/rooms\/[^/]+\/events/, status: 200, body: historySchema },
];

/** A `fetch` that looks at every answer: its status, its shape, and that a refusal for now says until when (R1). */
export function checkedFetch(findings: Findings): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const problem = judge(`${init?.method} ${pathname}${search}`, response, await response.clone().text());
    if (problem) findings.problem(problem);
    return response;
  };
}

function judge(call: string, response: Response, text: string): string | undefined {
  const body = parse(text);
  if (!response.ok) return judgeRefusal(call, response, body);
  const known = EXPECTED.filter((one) => one.call.test(call));
  const name = call.replace(/\?.*/, '');
  if (known.length === 0) return `${name} was answered, and the crowd does not know how it should be`;
  const expected = known.find(({ status }) => status === response.status);
  if (!expected)
    return `${name} was answered ${response.status}, not ${known.map(({ status }) => status).join(' or ')}`;
  const isRight = expected.body ? expected.body.safeParse(body).success : text === '';
  return isRight ? undefined : `${name} was answered with another shape: ${text.slice(0, 200)}`;
}

function judgeRefusal(call: string, { status, headers }: Response, body: unknown): string | undefined {
  const isShaped = refusalSchema.safeParse((body as { error?: unknown } | undefined)?.error).success;
  if (!isShaped) return `${call} was refused with ${status} and no reason`;
  const isForNow = status === 429 || status === 503;
  return isForNow && !headers.has('retry-after') ? `${call} was refused with ${status} and no Retry-After` : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
