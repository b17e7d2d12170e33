import type { Emoji } from './emoji.ts';

/** The groups in the order of the standard; the third has parts of others only, and is not in the book. */
export const EMOJI_GROUPS = [
  'smileys',
  'people',
  'parts',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

/** Every emoji, by group and by what it is called. */
export class EmojiBook {
  readonly groups: ReadonlyMap<EmojiGroup, readonly Emoji[]>;
  readonly #all: readonly Emoji[];
  readonly #byShortcode = new Map<string, Emoji>();
  readonly #byEmoji = new Map<string, Emoji>();

  /** @param lines as scripts/emoji-data.ts writes them */
  constructor(lines: string) {
    const groups = new Map<EmojiGroup, Emoji[]>();
    const all: Emoji[] = [];
    for (const line of lines.split('\n')) {
      const [group, emoji = '', name = '', shortcodes = '', words = '', tones] = line.split('\t');
      const entry: Emoji = {
        emoji,
        name,
        shortcodes: shortcodes.split(' '),
        words: [...name.toLowerCase().split(' '), ...words.split(' ')],
        hasTones: tones === '1',
      };
      const key = EMOJI_GROUPS[Number(group)]!;
      const members = groups.get(key);
      if (members) members.push(entry);
      else groups.set(key, [entry]);
      all.push(entry);
      this.#byEmoji.set(emoji, entry);
      for (const shortcode of entry.shortcodes)
        if (!this.#byShortcode.has(shortcode)) this.#byShortcode.set(shortcode, entry);
    }
    this.groups = groups;
    this.#all = all;
  }

  named(shortcode: string): Emoji | undefined {
    return this.#byShortcode.get(shortcode.toLowerCase());
  }

  entry(emoji: string): Emoji | undefined {
    return this.#byEmoji.get(emoji);
  }

  /**
   * What somebody may mean, the likeliest first: by the beginning of its shortcode before that of its other words.
   * @param preferred those used before, which come first among equals
   */
  search(text: string, most: number, preferred: readonly string[] = []): readonly Emoji[] {
    const wanted = text
      .trim()
      .toLowerCase()
      .split(/[\s_]+/)
      .filter(Boolean);
    if (wanted.length === 0) return [];
    const asked = wanted.join('_');
    const found: { readonly entry: Emoji; readonly rank: number }[] = [];
    for (const entry of this.#all) {
      const rank = rankOf(entry, asked, wanted);
      if (rank !== undefined) found.push({ entry, rank: preferred.includes(entry.emoji) ? rank - 0.5 : rank });
    }
    return found
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ entry }) => entry);
  }
}

/** Lower is likelier; undefined where it is not meant. */
function rankOf({ shortcodes, words }: Emoji, asked: string, wanted: readonly string[]): number | undefined {
  if (shortcodes.includes(asked)) return 0;
  if (shortcodes.some((shortcode) => shortcode.startsWith(asked))) return 1;
  const parts = shortcodes.flatMap((shortcode) => shortcode.split('_'));
  if (wanted.every((each) => parts.some((part) => part.startsWith(each)))) return 2;
  if (wanted.every((each) => words.some((word) => word.startsWith(each)))) return 3;
  return asked.length > 2 && shortcodes.some((shortcode) => shortcode.includes(asked)) ? 4 : undefined;
}
