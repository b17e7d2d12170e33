import type { Documents } from './documents.ts';
import type { IndexFile } from './index-file.ts';
import type { Places } from './places.ts';
import type { Tail } from './tail.ts';
import type { TermGrams } from './grams.ts';

/** A part of the index, with what it can say about the places of its documents. */
export type Segment =
  | { readonly kind: 'tail'; readonly documents: Tail }
  | {
      readonly kind: 'block';
      readonly documents: Documents;
      readonly minAt: number;
      readonly maxAt: number;
      /** Those where the text may have it; undefined where the index cannot say. */
      readonly placesOf: (grams: TermGrams) => Places | undefined;
    };

/** The newest part with anything below a row: the tail, then one block after the other. A part may end while others are read. */
export function segmentBelow(row: number, { file, tail }: { file: IndexFile; tail: Tail }): Segment | undefined {
  if (tail.count > 0 && tail.row(0) < row) return { kind: 'tail', documents: tail };
  const block = file.blocks.findLast(({ firstRow }) => firstRow < row);
  if (!block) return undefined;
  const placesOf = (grams: TermGrams) => file.placesOf(block, grams);
  return { kind: 'block', documents: file.documents(block), minAt: block.minAt, maxAt: block.maxAt, placesOf };
}
