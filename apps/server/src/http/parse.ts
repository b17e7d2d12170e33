import type { z } from 'zod';
import { accepted, refused, type Result } from '../result.ts';

const NO_BODY = {};

/** Checks what was sent against a schema; a refusal says where it differs, but never what was sent. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  const parsed = schema.safeParse(value ?? NO_BODY);
  if (parsed.success) return accepted(parsed.data);
  return refused('bad_request', { params: { reason: reasonOf(parsed.error) } });
}

/** Such as "setup.token: expected string". */
function reasonOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return 'invalid';
  const what =
    issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.message.replace(/^Invalid input: /, '');
  return [...(issue.path.length > 0 ? [issue.path.join('.')] : []), what].join(': ');
}
