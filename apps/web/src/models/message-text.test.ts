import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteLength, isFewEmoji, isLong } from './message-text.ts';

test('a few emoji by themselves are large, with whatever they are joined of', () => {
  for (const body of ['🧶', '🐑🐑🐑', '👩🏽‍🚀 ❤️', '🏳️‍🌈\n🇮🇪']) assert.ok(isFewEmoji(body), body);
});

test('text, digits, and many emoji are not', () => {
  for (const body of ['', ' ', '42', '#', 'hi 🧶', '🧶'.repeat(7)]) assert.ok(!isFewEmoji(body), body);
});

test('a message is long by its characters or by its lines', () => {
  assert.ok(isLong('x'.repeat(5_000)));
  assert.ok(isLong('x\n'.repeat(30)));
  assert.ok(!isLong('x\n'.repeat(10)));
});

test('length is counted in bytes, as the server counts', () => {
  assert.equal(byteLength('a€🧶'), 8);
});
