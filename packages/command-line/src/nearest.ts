import { closest, distance } from 'fastest-levenshtein';

/** The word that may have been meant, where one is near enough. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > 32) return undefined;
  const found = closest(word, words);
  return distance(word, found) <= 2 ? found : undefined;
}
