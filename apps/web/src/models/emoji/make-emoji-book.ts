import { emojiLines } from 'virtual:emoji-data';
import { EmojiBook } from './emoji-book.ts';

export const makeEmojiBook = (): EmojiBook => new EmojiBook(emojiLines);
