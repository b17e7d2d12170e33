import unhomoglyph from 'unhomoglyph';
import { foldCase } from './case-folding.ts';

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * What a name looks like: names of the same skeleton are confusable (UTS 39, section 4, by Unicode's confusables.txt). A
 * capital I looks like l and a small i does not, so what is compared is the name as written, and case only then.
 */
export function skeleton(name: string): string {
  return replaceConfusables(foldCase(replaceConfusables(name.normalize('NFKC'))));
}

function replaceConfusables(text: string): string {
  return unhomoglyph(text.normalize('NFD').replace(IGNORABLE, '')).normalize('NFD');
}
