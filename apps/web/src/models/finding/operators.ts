import { parseSearch, SEARCH_FEATURES, type SearchFilter, type SearchKey } from '@skein/protocol/search-query';

/** What an operator could go on with. */
export interface Suggestion {
  readonly key: SearchKey;
  /** What is written there. */
  readonly value: string;
  /** What is shown; the value where it is the same. */
  readonly label: string;
}

export interface OperatorSources {
  /** People whose login name begins so. */
  readonly people: (beginning: string) => Promise<readonly { readonly login: string; readonly name: string }[]>;
  readonly rooms: () => readonly string[];
  /** The local day, `2026-03-01`. */
  readonly today: string;
}

const MOST = 6;

/** The operator that is being written where the caret stands. */
export function operatorAt(typed: string, caret: number): SearchFilter | undefined {
  const part = parseSearch(typed).find(({ start, end }) => start < caret && caret <= end);
  if (part?.kind !== 'filter') return undefined;
  const isClosed = /["“”„]$/u.test(typed.slice(part.start, part.end)) && part.text !== '' && caret === part.end;
  return isClosed ? undefined : part;
}

export async function suggest({ key, text }: SearchFilter, sources: OperatorSources): Promise<readonly Suggestion[]> {
  const suggestions = await valuesOf(key, text, sources);
  // What is written out needs no suggestion.
  return suggestions.length === 1 && suggestions[0]!.value === text ? [] : suggestions.slice(0, MOST);
}

async function valuesOf(
  key: SearchKey,
  text: string,
  { people, rooms, today }: OperatorSources,
): Promise<Suggestion[]> {
  const begins = (value: string): boolean => value.toLowerCase().startsWith(text.toLowerCase());
  const plain = (values: readonly string[]): Suggestion[] =>
    values.filter(begins).map((value) => ({ key, value, label: value }));
  switch (key) {
    case 'from': {
      const found = await people(text);
      return [...plain(['me']), ...found.map(({ login, name }) => ({ key, value: login, label: name }))];
    }
    case 'in': {
      const names = rooms();
      const within = names.filter((name) => !begins(name) && name.toLowerCase().includes(text.toLowerCase()));
      return [...plain(names), ...within.map((value) => ({ key, value, label: value }))];
    }
    case 'has':
      return plain(SEARCH_FEATURES);
    case 'before':
    case 'after':
      return plain(['today', 'yesterday', today.slice(0, 7), today.slice(0, 4)]);
  }
}

/** The text with a suggestion in the operator's place, and where the caret is then. */
export function withSuggestion(typed: string, { not, start, end, key }: SearchFilter, value: string) {
  const written = `${not ? '-' : ''}${key}:${/\s/u.test(value) ? `"${value}"` : value} `;
  const text = typed.slice(0, start) + written + typed.slice(end).replace(/^ /, '');
  return { text, caret: start + written.length };
}

/** The text with an operator begun at its end. */
export function withOperator(typed: string, key: SearchKey): string {
  return `${typed.trimEnd()}${typed.trim() === '' ? '' : ' '}${key}:`;
}
