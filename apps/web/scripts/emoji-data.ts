import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { toned } from '../src/models/emoji/emoji.ts';

// Writes the page's book of emoji from emojibase: a line for each, a seventh of its size.

const VIRTUAL = 'virtual:emoji-data';
/** Newer ones are squares on many systems still. */
const NEWEST_VERSION = 15.1;
/** Parts of other emoji, such as tones of skin alone. */
const COMPONENTS = 2;

interface Source {
  readonly emoji: string;
  readonly label: string;
  readonly hexcode: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly order?: number;
  readonly version: number;
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[];
}

type Shortcodes = Readonly<Record<string, string | readonly string[]>>;

/** In `import { emojiLines } from 'virtual:emoji-data'`. */
export function emojiData(): Plugin {
  return {
    name: 'emoji-data',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) => (id === `\0${VIRTUAL}` ? `export const emojiLines = ${JSON.stringify(emojiLines())};` : undefined),
  };
}

/** Tab between fields: group, emoji, name, shortcodes, further words, and whether it comes in five tones of skin. */
export function emojiLines(): string {
  const all = read<readonly Source[]>('en/data.json');
  const github = read<Shortcodes>('en/shortcodes/github.json');
  const own = read<Shortcodes>('en/shortcodes/emojibase.json');
  return all
    .filter(({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST_VERSION)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap((source) => {
      const { group, label, hexcode, tags = [] } = source;
      const emoji = interchangeable(source.emoji);
      if (emoji === undefined) return [];
      const shortcodes = [...new Set([...listed(github[hexcode]), ...listed(own[hexcode])])].slice(0, 3);
      const said = new Set([...label.split(' '), ...shortcodes]);
      const further = tags.filter((tag) => !said.has(tag)).slice(0, 8);
      return [
        group,
        emoji,
        label,
        shortcodes.join(' '),
        further.join(' '),
        hasTones({ ...source, emoji }) ? '1' : '',
      ].join('\t');
    })
    .join('\n');
}

/** As Unicode recommends it, which is what a reaction has to be: emojibase adds selectors also where none belongs. */
function interchangeable(emoji: string): string | undefined {
  return [emoji, emoji.replaceAll('\ufe0f', '')].find((form) => /^\p{RGI_Emoji}$/v.test(form));
}

function hasTones({ emoji, skins = [] }: Source): boolean {
  const single = skins.filter(({ tone }) => typeof tone === 'number' || new Set(tone).size === 1);
  const tones = new Map(single.map(({ emoji, tone }) => [typeof tone === 'number' ? tone : tone[0]!, emoji]));
  return tones.size === 5 && [...tones].every(([tone, skin]) => toned(emoji, tone) === skin);
}

function listed(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function read<T>(path: string): T {
  const require = createRequire(import.meta.url);
  return JSON.parse(readFileSync(require.resolve(`emojibase-data/${path}`), 'utf8')) as T;
}
