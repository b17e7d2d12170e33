import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_CODES, type ErrorCode } from '@skein/protocol/errors';
import { REFUSAL_WORDS, troubleWithPerson, troubleWords } from './refusals.ts';

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

test('every code has words of its own', () => {
  assert.deepEqual(Object.keys(REFUSAL_WORDS).sort(), [...codes].sort());
  const said = codes.map((code) => troubleWords({ code }));
  assert.equal(new Set(said).size, codes.length);
  for (const words of said) assert.match(words, /^[A-Z].*[.]$/);
});

test('every fault that a name can have is told apart', () => {
  const faults = ['empty', 'too_long', 'invisible', 'mixed_scripts', 'spaces', 'symbols', 'something new'];
  const said = faults.map((reason) => troubleWords({ code: 'name_invalid', params: { reason } }));
  assert.equal(new Set(said).size, faults.length);
});

test('when to try again is told in seconds, then in minutes', () => {
  assert.match(troubleWords({ code: 'busy', retryAfterMs: 1_200 }), /Try again in 2 s\.$/);
  assert.match(troubleWords({ code: 'too_many_requests', retryAfterMs: 150_000 }), /Try again in 3 minutes\.$/);
});

test('a code that this page does not know is still told', () => {
  assert.equal(troubleWords({ code: 'from_the_future' as ErrorCode }), troubleWords({ code: 'internal' }));
});

test('no answer at all has words too', () => {
  assert.match(troubleWords('offline'), /does not answer/);
});

test('somebody who is not found is spoken of as a person', () => {
  assert.match(troubleWithPerson({ code: 'not_found' }), /^Nobody/);
});
