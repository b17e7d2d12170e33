import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEmoji } from './emoji.ts';

test('T1: one emoji is one, whatever it is made of', () => {
  for (const emoji of ['👍', '❤️', '👍🏽', '👩‍👩‍👧‍👦', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '🏳️‍🌈']) assert.ok(isEmoji(emoji), emoji);
});

test('T1: nothing, text, half an emoji and two emoji are none', () => {
  for (const text of ['', 'a', '1', ' 👍', '👍👍', '👍a', '❤', '\u{1f1e9}', '\ufe0f', '\ud83d', '<@here>']) {
    assert.ok(!isEmoji(text), text);
  }
});
