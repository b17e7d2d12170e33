/**
 * What makes names equal: NFKC and Unicode's full case folding. JavaScript has no case folding; lower, upper and lower case
 * again is the same but for the dotless ı, which becomes i as well. Character by character, because `toLowerCase` of a
 * whole word writes a Greek final sigma differently.
 */
export function foldCase(text: string): string {
  let folded = '';
  for (const character of text.normalize('NFKC')) folded += character.toLowerCase().toUpperCase().toLowerCase();
  // Lower-casing İ leaves i with a dot above it; the second pass gives what a name written so from the start would give.
  return folded.normalize('NFKC');
}
