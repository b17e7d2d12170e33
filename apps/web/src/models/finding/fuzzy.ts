/** How a name answers to what was typed. */
export interface FuzzyMatch {
  /** Higher is better. */
  readonly score: number;
  /** Which UTF-16 units of the name were typed. */
  readonly places: readonly number[];
}

const SCORES = { letter: 1, follows: 4, beginsWord: 8, beginsName: 12, exact: 16 } as const;

/**
 * Finds what was typed in a name, letter by letter in their order, with anything between them: `gnrl` and `ge ral` both find
 * "General". Beginnings of words and letters that stand together count most, and of two that count the same the shorter.
 * Without regard to case and accents. @returns undefined where a letter is missing
 */
export function fuzzyMatch(typed: string, name: string): FuzzyMatch | undefined {
  const letters = [...folded(typed).replaceAll(/\s+/g, '')];
  const units = [...name].map((unit) => folded(unit));
  const begins = units.map((_, index) => index === 0 || !isLetter(units[index - 1]!));
  const best = alignment(letters, units, begins);
  if (!best) return undefined;
  const isExact = folded(typed.trim()) === folded(name);
  const score = best.score + (isExact ? SCORES.exact : 0) - units.length / 100;
  const starts = [...name].map((_, index, all) => all.slice(0, index).join('').length);
  return { score, places: best.places.map((place) => starts[place]!) };
}

interface Aligned {
  readonly score: number;
  readonly places: readonly number[];
}

/** The best way to lay the letters along the name: for each letter and place the best that ends there, from the left. */
function alignment(
  letters: readonly string[],
  units: readonly string[],
  begins: readonly boolean[],
): Aligned | undefined {
  let ends: (Aligned | undefined)[] = units.map(() => undefined);
  for (const [index, letter] of letters.entries()) {
    let before: Aligned | undefined = index === 0 ? { score: 0, places: [] } : undefined;
    const next = units.map((unit, place) => {
      const adjacent = index > 0 ? ends[place - 1] : undefined;
      const reached = unit.startsWith(letter)
        ? better(add(before, place), add(adjacent, place, SCORES.follows))
        : undefined;
      if (index > 0) before = better(before, ends[place - 1]);
      return reached;
    });
    ends = next;
  }
  return letters.length === 0 ? { score: 0, places: [] } : ends.reduce((best, end) => better(best, end), undefined);

  function add(from: Aligned | undefined, place: number, bonus = 0): Aligned | undefined {
    if (!from) return undefined;
    const start = place === 0 ? SCORES.beginsName : begins[place] ? SCORES.beginsWord : 0;
    return { score: from.score + SCORES.letter + Math.max(start, bonus), places: [...from.places, place] };
  }
}

function better(left: Aligned | undefined, right: Aligned | undefined): Aligned | undefined {
  return !left || (right && right.score > left.score) ? right : left;
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}

function isLetter(unit: string): boolean {
  return /[\p{L}\p{N}]/u.test(unit);
}
