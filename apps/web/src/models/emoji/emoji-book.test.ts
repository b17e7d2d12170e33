import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEmoji } from '@skein/protocol/emoji';
import { emojiLines } from '../../../scripts/emoji-data.ts';
import { mapMemory } from '../testing.ts';
import { TONES, toned } from './emoji.ts';
import { EmojiBook } from './emoji-book.ts';
import { Emojis } from './emojis.ts';

const book = new EmojiBook(emojiLines());
const found = (text: string, preferred: readonly string[] = []): string =>
  book
    .search(text, 5, preferred)
    .map(({ emoji }) => emoji)
    .join('');

test('an emoji is found by its shortcode, by parts of it and by other words', () => {
  assert.equal(book.named('tada')?.emoji, '🎉');
  assert.equal(book.named('TADA')?.emoji, '🎉');
  assert.match(found('tad'), /^🎉/u);
  assert.match(found('party'), /🎉/u);
  assert.match(found('thumbs up'), /^👍/u);
  assert.match(found('yarn'), /^🧶/u);
  assert.equal(found('nothing is called this'), '');
  assert.equal(found(' '), '');
});

test('those used before come first among equals', () => {
  assert.doesNotMatch(found('he'), /🚁/u);
  assert.match(found('he', ['🚁']), /^🚁/u);
});

test('an emoji of somebody comes in their tone, as the standard writes it', () => {
  assert.equal(toned('👍', 3), '👍🏽');
  assert.equal(toned('☝️', 5), '☝🏿');
  assert.equal(toned('👩‍🚀', 1), '👩🏻‍🚀');
  assert.equal(book.named('wave')?.hasTones, true);
  assert.equal(book.named('tada')?.hasTones, false);
});

test('every emoji has a name and a shortcode, and no group is empty', () => {
  assert.equal(book.groups.size, 9);
  for (const entries of book.groups.values())
    for (const { emoji, name, shortcodes } of entries)
      assert.ok(isEmoji(emoji) && name && shortcodes[0], `${emoji} ${name}`);
});

test('in every tone an emoji can be put on a message', () => {
  for (const entries of book.groups.values())
    for (const { emoji, hasTones } of entries)
      for (const tone of hasTones ? TONES : []) assert.ok(isEmoji(toned(emoji, tone)), toned(emoji, tone));
});

test('what was picked last comes first, once, and stays in this browser', () => {
  const memory = mapMemory();
  const emojis = new Emojis(memory, async () => book);
  emojis.use('🧶');
  emojis.use('🎉');
  emojis.use('🧶');
  emojis.tone.value = 2;
  const later = new Emojis(memory, async () => book);
  assert.deepEqual(later.recent.value.slice(0, 2), ['🧶', '🎉']);
  assert.equal(later.recent.value.filter((emoji) => emoji === '🎉').length, 1);
  assert.equal(later.inTone(book.named('wave')!), '👋🏼');
});

test('a book that could not be loaded is loaded again', async () => {
  let tries = 0;
  const emojis = new Emojis(mapMemory(), async () => {
    if (++tries === 1) throw new Error('no network');
    return book;
  });
  await assert.rejects(emojis.book());
  assert.equal(await emojis.book(), book);
});
