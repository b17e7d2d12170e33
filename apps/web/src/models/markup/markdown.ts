import MarkdownIt, { type Token } from 'markdown-it';
import { linkAt } from './linkify.ts';
import type { Alignment, Block, Inline, TableRow } from './markup.ts';
import { plainText } from './plain-text.ts';

/*
 * Markdown as people write it in a chat, from markdown-it's tokens: its HTML is never made. This file brings the parser
 * with it and is loaded when the first message needs it. Of the parsers that were tried this one stays linear: 16 KiB of
 * whatever somebody may send takes it some ten milliseconds, where others took seconds.
 */

/** No HTML, no pictures, no rules of lines that somebody typed for fun, and no code because a line began with spaces. */
const RULES_LEFT_OUT = [
  'html_block',
  'html_inline',
  'image',
  'autolink',
  'entity',
  'reference',
  'lheading',
  'hr',
  'code',
];
/** Quotes in quotes, lists in lists: nobody means more. */
const MOST_NESTED = 24;
const WEB_OR_MAIL = /^(?:https?|mailto):/i;
const SHRUG = '¯\\_(ツ)_/¯';

export function parseMarkdown(body: string): readonly Block[] {
  return new Reader(parser.parse(body, {})).blocks();
}

const parser = makeParser();

function makeParser() {
  const parser = new MarkdownIt({ maxNesting: MOST_NESTED }).disable(RULES_LEFT_OUT);
  parser.validateLink = (href) => WEB_OR_MAIL.test(href) && URL.canParse(href);
  parser.normalizeLink = (href) => URL.parse(href)?.href ?? href;
  parser.inline.ruler.before('escape', 'shrug', (state, silent) => {
    // Its arm is no escape.
    if (!state.src.startsWith(SHRUG.slice(1), state.pos) || state.src[state.pos - 1] !== SHRUG[0]) return false;
    if (!silent) state.pending += SHRUG.slice(1);
    state.pos += SHRUG.length - 1;
    return true;
  });
  parser.inline.ruler.before('emphasis', 'mention', (state, silent) => {
    const [mention] =
      state.src[state.pos] === '<'
        ? (/^<@[0-9A-Za-z_-]{1,40}>/.exec(state.src.slice(state.pos, state.pos + 43)) ?? [])
        : [];
    if (mention === undefined) return false;
    if (!silent) state.pending += mention;
    state.pos += mention.length;
    return true;
  });
  // Addresses may have any sign in them that means something elsewhere. The text before the colon was taken already.
  parser.inline.ruler.before('emphasis', 'address', (state, silent) => {
    if (silent || state.linkLevel > 0 || !state.src.startsWith('://', state.pos)) return false;
    const scheme = /(?<![\p{L}\p{N}_])https?$/iu.exec(state.pending.slice(-6))?.[0];
    const link = scheme && linkAt(state.src, state.pos - scheme.length);
    if (!link) return false;
    const text = link.text.replace(/[*_~]+$/, '');
    state.pending += text.slice(scheme.length);
    state.pos += text.length - scheme.length;
    return true;
  });
  return parser;
}

/** Goes once through the flat list of tokens, in which openings and closings stand for the tree. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Up to the closing token of what it is in. */
  blocks(): Block[] {
    const blocks: Block[] = [];
    for (let token = this.#next(); token && token.nesting >= 0; token = this.#next()) {
      const block = this.#block(token);
      if (block) blocks.push(block);
    }
    return blocks;
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #block(token: Token): Block | undefined {
    switch (token.type) {
      case 'paragraph_open':
        return { t: 'paragraph', children: this.#line() };
      case 'heading_open':
        return { t: 'heading', children: this.#line() };
      case 'blockquote_open':
        return { t: 'quote', children: this.blocks() };
      case 'bullet_list_open':
        return { t: 'list', items: this.#items() };
      case 'ordered_list_open':
        return { t: 'list', start: Number(token.attrGet('start') ?? 1), items: this.#items() };
      case 'fence':
        return { t: 'code-block', language: languageOf(token.info), text: token.content.replace(/\n$/, '') };
      case 'table_open':
        return this.#table();
      default:
        return undefined;
    }
  }

  #items(): (readonly Block[])[] {
    const items: (readonly Block[])[] = [];
    while (this.#next()?.type === 'list_item_open') items.push(this.blocks());
    return items;
  }

  /** The one line of text that paragraphs, headings and cells hold, and their closing. */
  #line(): readonly Inline[] {
    const inline = this.#next();
    this.#next();
    return inlines(inline?.children ?? []);
  }

  #table(): Block {
    const aligned: Alignment[] = [];
    const rows: TableRow[] = [];
    let row: (readonly Inline[])[] = [];
    for (let token = this.#next(); token && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'th_open') aligned.push(alignmentOf(token));
      if (token.type === 'th_open' || token.type === 'td_open') row.push(this.#line());
      if (token.type === 'tr_close') rows.push(row);
      if (token.type === 'tr_open') row = [];
    }
    const [head = [], ...rest] = rows;
    return { t: 'table', aligned, head, rows: rest };
  }
}

function inlines(tokens: readonly Token[]): readonly Inline[] {
  const root: Inline[] = [];
  const open: { readonly children: Inline[]; readonly close: (children: readonly Inline[]) => Inline }[] = [];
  let isInLink = false;
  let text = '';
  const here = (): Inline[] => open.at(-1)?.children ?? root;
  const flush = (): void => {
    if (text !== '') here().push(...(isInLink ? [{ t: 'text', text } as const] : plainText(text)));
    text = '';
  };
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'text_special') text += token.content;
    else if (token.type === 'softbreak' || token.type === 'hardbreak') text += '\n';
    else {
      flush();
      if (token.type === 'link_open' || token.type === 'link_close') isInLink = token.nesting > 0;
      if (token.type === 'code_inline') here().push({ t: 'code', text: token.content });
      else if (token.nesting > 0) open.push({ children: [], close: closing(token) });
      else if (token.nesting < 0) {
        const { children, close } = open.pop()!;
        here().push(close(children));
      }
    }
  }
  flush();
  return root;
}

function closing(token: Token): (children: readonly Inline[]) => Inline {
  switch (token.type) {
    case 'link_open': {
      const href = String(token.attrGet('href') ?? '');
      return (children) => ({ t: 'link', href, children });
    }
    case 'strong_open':
      return (children) => ({ t: 'strong', children });
    case 's_open':
      return (children) => ({ t: 'del', children });
    default:
      return (children) => ({ t: 'em', children });
  }
}

function languageOf(info: string): string {
  return /^\s*([0-9A-Za-z+#.-]{1,30})/.exec(info)?.[1]?.toLowerCase() ?? '';
}

function alignmentOf(token: Token): Alignment {
  const style = String(token.attrGet('style') ?? '');
  return style.includes('center') ? 'center' : style.includes('right') ? 'end' : 'start';
}
