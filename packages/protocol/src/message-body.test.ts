import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMessageBody } from './message-body.ts';

test('a message of any text is fine', () => {
  for (const body of ['hi', ' hi ', 'שלום', '👩‍👩‍👧‍👦', '<b>', 'a\nb\tc', '\u202e', '__proto__', '0']) {
    assert.equal(checkMessageBody(body), undefined, body);
  }
});

test('a message of nothing but white space is empty', () => {
  for (const body of ['', ' ', '\n\t\r\n', '\u3000\u00a0']) assert.equal(checkMessageBody(body), 'body_empty');
});

test('a message is measured in bytes of UTF-8', () => {
  assert.equal(checkMessageBody('a'.repeat(16_384)), undefined);
  assert.equal(checkMessageBody('a'.repeat(16_385)), 'body_too_long');
  assert.equal(checkMessageBody('é'.repeat(8_192)), undefined);
  assert.equal(checkMessageBody('é'.repeat(8_193)), 'body_too_long');
  assert.equal(checkMessageBody('🧶'.repeat(4_096)), undefined);
  assert.equal(checkMessageBody('🧶'.repeat(4_097)), 'body_too_long');
  assert.equal(checkMessageBody(' '.repeat(16_385)), 'body_too_long');
});

test('a message has no lone surrogate and no NUL', () => {
  for (const body of ['\ud800', 'a\udc00b', '\udc00\ud800', 'a\0b'])
    assert.equal(checkMessageBody(body), 'bad_request');
});
