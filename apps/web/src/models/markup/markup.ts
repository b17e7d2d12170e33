/**
 * A message's text as a tree of what may be shown. No node can hold HTML, an address that was not checked, or anything
 * that loads from elsewhere: whatever parses a message, its worst outcome is odd text.
 */
export type Block =
  | { readonly t: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly t: 'heading'; readonly children: readonly Inline[] }
  | { readonly t: 'quote'; readonly children: readonly Block[] }
  /** `start` where it is numbered. */
  | { readonly t: 'list'; readonly start?: number; readonly items: readonly (readonly Block[])[] }
  | { readonly t: 'code-block'; readonly language: string; readonly text: string }
  | {
      readonly t: 'table';
      readonly aligned: readonly Alignment[];
      readonly head: TableRow;
      readonly rows: readonly TableRow[];
    };

export type Alignment = 'start' | 'center' | 'end';
/** Cell by cell. */
export type TableRow = readonly (readonly Inline[])[];

export type Inline =
  | { readonly t: 'text'; readonly text: string }
  | { readonly t: 'code'; readonly text: string }
  | { readonly t: 'link'; readonly href: string; readonly children: readonly Inline[] }
  /** An account's id, or `here` or `room`. */
  | { readonly t: 'mention'; readonly id: string }
  | { readonly t: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] };

/**
 * What every message goes through: may it hold any Markdown? Most hold none, and need no parser. This is the definition,
 * too: what this does not find is plain text. So a pair of `_` counts, and the arm of ¯\_(ツ)_/¯ does not.
 */
const MARKUP = new RegExp(
  [
    '`[^`]',
    String.raw`\*[^\s*]`,
    String.raw`~~\S`,
    String.raw`\]\(`,
    String.raw`(?<![\p{L}\p{N}\\_])_[^\s_][^\n]*_`,
    String.raw`^ {0,3}(?:> |[-+*] |\d{1,9}[.)] |#{1,6} )`,
    // Spaces in one place alone: of two, a line of nothing but spaces would be divided in every way.
    String.raw`^ *(?:\| *)?:?-+:? *\|`,
  ].join('|'),
  'mu',
);

export function mayHaveMarkup(body: string): boolean {
  return MARKUP.test(body);
}

/** Whether a message looks other than it was typed: a tree of more than text, links and mentions. */
export function isFormatted(blocks: readonly Block[]): boolean {
  return blocks.some((block) => block.t !== 'paragraph' || block.children.some(isFormattedInline));
}

function isFormattedInline(inline: Inline): boolean {
  if (inline.t === 'link') return inline.children.some((child) => child.t !== 'text' || child.text !== inline.href);
  return inline.t !== 'text' && inline.t !== 'mention';
}
