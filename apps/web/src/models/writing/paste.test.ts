import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCodeBlock, looksLikeCode, pasteOnto } from './paste.ts';
import { edited } from './text-edit.ts';

test('an address pasted onto words makes them its link', () => {
  const selected = { text: 'see the shop now', start: 4, end: 12 };
  const edit = pasteOnto(selected, ' https://example.org/a(b) ');
  assert.equal(edit && edited(selected.text, edit), 'see [the shop](https://example.org/a%28b%29) now');
});

test('what is no address, or not pasted onto words, stays what it is', () => {
  const onWords = { text: 'the shop', start: 0, end: 8 };
  assert.equal(pasteOnto(onWords, 'no address'), undefined);
  assert.equal(pasteOnto(onWords, 'javascript:alert(1)'), undefined);
  assert.equal(pasteOnto({ ...onWords, end: 0 }, 'https://example.org'), undefined);
  assert.equal(pasteOnto({ text: 'https://a.org', start: 0, end: 13 }, 'https://b.org'), undefined);
});

test('programs and long texts are offered as code, letters are not', () => {
  assert.equal(looksLikeCode('function a() {\n  return 1;\n}'), true);
  assert.equal(looksLikeCode('line\n'.repeat(12)), true);
  assert.equal(looksLikeCode('Dear Ada,\n\nthank you for the wool.\n\nLin'), false);
  assert.equal(looksLikeCode('one line'), false);
});

test('a block of code stands on lines of its own, in fences that nothing in it closes', () => {
  const text = 'before a ```b``` after';
  assert.equal(edited(text, asCodeBlock(text, 7, 16)), 'before \n````\na ```b```\n````\n after');
  assert.equal(edited('a\n', asCodeBlock('a\n', 0, 2)), '```\na\n```');
});
