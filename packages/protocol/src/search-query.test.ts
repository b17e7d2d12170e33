import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSearch, SEARCH_LIMITS } from './search-query.ts';

/** Each part in short: `-key:"text"`, with a ! where it is wrong. */
function parsed(typed: string): string[] {
  return parseSearch(typed).map((part) => {
    const minus = part.not ? '-' : '';
    if (part.kind === 'term') return minus + (part.phrase ? `"${part.text}"` : part.text);
    return `${minus}${part.key}:[${part.text}]${part.fault ? '!' : ''}`;
  });
}

test('words and phrases stand for themselves, in any script', () => {
  assert.deepEqual(parsed('  hello  "good morning" 北京 مرحبا '), ['hello', '"good morning"', '北京', 'مرحبا']);
  assert.deepEqual(parsed('“curly quotes” x'), ['"curly quotes"', 'x']);
});

test('operators take a word or a phrase, whatever their case', () => {
  assert.deepEqual(parsed('from:ada IN:"Open house" has:link before:2026-03-01 after:2025'), [
    'from:[ada]',
    'in:[Open house]',
    'has:[link]',
    'before:[2026-03-01]',
    'after:[2025]',
  ]);
  assert.deepEqual(parsed('before:today after:Yesterday before:2026-03'), [
    'before:[today]',
    'after:[Yesterday]',
    'before:[2026-03]',
  ]);
});

test('a minus turns anything around, and one inside a word is a part of it', () => {
  assert.deepEqual(parsed('-spam -"no thanks" -from:bob well-known -5'), [
    '-spam',
    '-"no thanks"',
    '-from:[bob]',
    'well-known',
    '-5',
  ]);
});

test('what is no operator is a word', () => {
  assert.deepEqual(parsed('https://example.org re:you 12:30 don"t -'), [
    'https://example.org',
    're:you',
    '12:30',
    'don"t',
    '-',
  ]);
});

test('while it is being typed, nothing fails', () => {
  assert.deepEqual(parsed('"good mor'), ['"good mor"']);
  assert.deepEqual(parsed('from: word'), ['from:[]', 'word']);
  assert.deepEqual(parsed('in:"Open ho'), ['in:[Open ho]']);
  assert.deepEqual(parsed('has:li'), ['has:[li]!']);
  for (const date of ['2', '2026-', '2026-1', '2026-13', '2026-02-32', 'soon']) {
    assert.deepEqual(parsed(`before:${date}`), [`before:[${date}]!`]);
  }
});

test('each part says where it stands', () => {
  const typed = ' -from:"Ada L" x';
  assert.deepEqual(
    parseSearch(typed).map(({ start, end }) => typed.slice(start, end)),
    ['-from:"Ada L"', 'x'],
  );
});

test('what is too long or too much is left out', () => {
  assert.equal(parseSearch('a '.repeat(400)).length, SEARCH_LIMITS.parts);
  assert.equal(parseSearch('a'.repeat(9_000))[0]!.text.length, SEARCH_LIMITS.length);
});
