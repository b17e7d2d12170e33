import type { Block, Inline } from './markup.ts';

/** What a message says, on one line and without its marks: for quotes, and for what reads it out. */
export function plainWords(blocks: readonly Block[]): string {
  return blocks.map(blockWords).join(' ').replaceAll(/\s+/g, ' ').trim();
}

function blockWords(block: Block): string {
  switch (block.t) {
    case 'paragraph':
    case 'heading':
      return inlineWords(block.children);
    case 'quote':
      return plainWords(block.children);
    case 'list':
      return block.items.map(plainWords).join(', ');
    case 'code-block':
      return block.text;
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(inlineWords).join(', ')).join('; ');
  }
}

function inlineWords(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.t === 'text' || inline.t === 'code') return inline.text;
      return inline.t === 'mention' ? `<@${inline.id}>` : inlineWords(inline.children);
    })
    .join('');
}
