/** One emoji as it is found and picked. */
export interface Emoji {
  readonly emoji: string;
  /** In words: what a screen reader says. */
  readonly name: string;
  /** What stands between colons; the first is shown. */
  readonly shortcodes: readonly string[];
  /** What else it is found by. */
  readonly words: readonly string[];
  readonly hasTones: boolean;
}

/** 0 for the yellow that is nobody's; 1 to 5 from light to dark. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5;
export const TONES: readonly Tone[] = [0, 1, 2, 3, 4, 5];

const LIGHTEST = 0x1f3fb;
const AS_PICTURE = '\ufe0f';

/** An emoji in a tone of skin: everybody in it has it. */
export function toned(emoji: string, tone: number): string {
  if (tone === 0) return emoji;
  const modifier = String.fromCodePoint(LIGHTEST + tone - 1);
  return emoji.replaceAll(new RegExp(String.raw`(\p{Emoji_Modifier_Base})${AS_PICTURE}?`, 'gu'), `$1${modifier}`);
}
