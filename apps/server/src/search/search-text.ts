import { fold, loosen } from './folding.ts';
import type { SourceMessage } from './search-source.ts';

/** A message's text as terms are looked for in it. */
export interface SearchText {
  readonly folded: string;
  readonly loose: string;
}

/** How a body names somebody: by an id, which nobody looks for. */
const MENTION = /<@[^\s<>]{1,64}>/gu;

/** What was written, and what its files are called. */
export function searchTextOf({ body, files }: Pick<SourceMessage, 'body' | 'files'>): SearchText {
  const texts = [wordsOf(body), ...files.flatMap(({ name, description }) => [name, description])];
  const folded = fold(texts.join('\n'));
  const loose = loosen(folded);
  // One string where they are the same: most are short and plain.
  return loose === folded ? { folded: loose, loose } : { folded, loose };
}

/** A body without ids, everything else at its place. */
export function wordsOf(body: string): string {
  return body.replaceAll(MENTION, (mention) => ' '.repeat(mention.length));
}

export const NO_TEXT: SearchText = { folded: '', loose: '' };
