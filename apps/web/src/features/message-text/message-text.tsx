import type { Alignment, Block, Inline, TableRow } from '../../models/markup/markup.ts';
import { plainText } from '../../models/markup/plain-text.ts';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { CodeBlock } from './code-block.tsx';
import { Mention } from './mention.tsx';
import './message-text.css';

/** What somebody wrote, as they meant it. Plain text stays as it was typed, and takes the short way. */
export function MessageText({ text }: { readonly text: string }) {
  const blocks = usePage().markup.read(text);
  if (blocks === undefined) return <Inlines inlines={plainText(text)} />;
  // Nobody is shown the signs first and then what they mean.
  if (blocks === 'unknown') return <span class="text-unknown">{text}</span>;
  return <Blocks blocks={blocks} />;
}

export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div class="text-blocks">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.t) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Inlines inlines={block.children} />
        </p>
      );
    // Not a heading of the page, whose own have an order.
    case 'heading':
      return (
        <p class="text-heading" dir="auto">
          <Inlines inlines={block.children} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index} dir="auto">
          <Item blocks={item} />
        </li>
      ));
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case 'code-block':
      return <CodeBlock language={block.language} text={block.text} />;
    case 'table':
      return <Table {...block} />;
  }
}

/** An item of one paragraph is that text alone. */
function Item({ blocks }: { readonly blocks: readonly Block[] }) {
  const [first, ...rest] = blocks;
  if (first?.t !== 'paragraph') return <Blocks blocks={blocks} />;
  return (
    <>
      <Inlines inlines={first.children} />
      {rest.length > 0 && <Blocks blocks={rest} />}
    </>
  );
}

interface TableProps {
  readonly aligned: readonly Alignment[];
  readonly head: TableRow;
  readonly rows: readonly TableRow[];
}

function Table({ aligned, head, rows }: TableProps) {
  return (
    // What is wider than the column is reached by keyboard, too.
    <div class="text-table" role="group" aria-label={words.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col" data-aligned={aligned[index]}>
                <Inlines inlines={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-aligned={aligned[column]}>
                  <Inlines inlines={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ inlines }: { readonly inlines: readonly Inline[] }) {
  return <>{inlines.map(inlineView)}</>;
}

function inlineView(inline: Inline, key: number) {
  switch (inline.t) {
    case 'text':
      return inline.text;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'mention':
      return <Mention key={key} id={inline.id} />;
    case 'link':
      return (
        <a key={key} href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          <Inlines inlines={inline.children} />
        </a>
      );
    case 'strong':
    case 'em':
    case 'del': {
      const Tag = inline.t;
      return (
        <Tag key={key}>
          <Inlines inlines={inline.children} />
        </Tag>
      );
    }
  }
}
