import type { BlockPlace } from './index-file.ts';
import {
  filterOf,
  isOfTime,
  type Match,
  placesWith,
  READ_AT_ONCE,
  read,
  type Searched,
  TEXTS_A_SLICE,
  waiting,
} from './matches.ts';
import { Places } from './places.ts';
import type { Merits, Quality } from './quality.ts';
import type { Question } from './question.ts';
import { Slices } from './slices.ts';
import { gramsOfTerm, type TermGrams } from './grams.ts';
import { isIn, NEARNESS, type Term } from './term.ts';
import type { Tail } from './tail.ts';

// The best of all matches, without a look at all of them: what the index knows of a message (which pieces it has, how long and
// how old it is) says how good it can be at most. Blocks are looked at while they can have something better than what was
// found, and of a block's candidates those that can be better are read, the most promising first. Where
// many promise more than they keep (they have the beginning of a word and the end of another one), not all of them are read.

/** Of a page that is full; the read of one costs some 30 µs. */
const MOST_READ = 200;

export interface BestOptions {
  readonly quality: Quality;
  /** How many are wanted. */
  readonly count: number;
  /** Only what comes after this one. */
  readonly after: { readonly quality: number; readonly row: number } | undefined;
  /** Asked between slices; then what was found by now is the best. */
  readonly mayGoOn: () => boolean;
}

export interface Judged {
  readonly match: Match;
  readonly quality: number;
}

interface Candidate {
  readonly row: number;
  readonly most: number;
}

/** The best matches, the best first, and the newest of equals. */
export async function best(question: Question, searched: Searched, options: BestOptions): Promise<readonly Judged[]> {
  const { quality, mayGoOn } = options;
  const { source, file, tail } = searched;
  const top = new Top(options);
  const slices = new Slices();
  // Blocks and tail as they are at this moment: what moves from one to the other later is in neither twice.
  const portions = file.blocks.filter((block) => isOfTime(question, block)).map((block) => portionOf(block, quality));
  const stages = stagesFor(question.terms);
  const atOnce: Stage = { near: NEARNESS.word, grams: stages.at(-1)!.grams, isAll: false };
  const areWhole = question.terms.every(({ grams }) => grams.whole.length > 0);

  let readOfPage = 0;
  const readBest = async (candidates: Candidate[]): Promise<boolean> => {
    candidates.sort((a, b) => b.most - a.most);
    for (let done = 0; done < candidates.length && candidates[done]!.most >= top.least; done += READ_AT_ONCE) {
      const rows = candidates.slice(done, done + READ_AT_ONCE).map(({ row }) => row);
      readOfPage += rows.length;
      for (const match of source.inOneRead(() => read(question, rows, searched)))
        if (!top.add({ match, quality: quality.of(match) })) readOfPage--;
      if (readOfPage > MOST_READ && top.isFull) return false;
      if ((await slices.breathe()) && !mayGoOn()) return false;
    }
    return true;
  };

  const newest = waiting(searched, Infinity).map((row) => ({ row, most: Infinity }));
  if (!(await readBest([...newest, ...(await inTail(question, tail, quality, slices))]))) return top.all;
  for (let portion; (portion = mostPromising(portions, top.least));) {
    // While there is room for all of them, they are looked for at once.
    const isAtOnce = areWhole && !top.isFull;
    const stage = isAtOnce ? atOnce : stages[portion.stage]!;
    portion.stage = isAtOnce ? stages.length : portion.stage + 1;
    const candidates = inBlock(portion, stage, question, searched, { quality, least: top.least });
    if (portion.stage === stages.length) portions.splice(portions.indexOf(portion), 1);
    else portion.most = quality.from({ ...portion.merits, near: stages[portion.stage]!.near });
    if (!(await readBest(candidates))) break;
    if ((await slices.breathe()) && !mayGoOn()) break;
  }
  return top.all;
}

/** The best so far. */
class Top {
  readonly #options: BestOptions;
  readonly #judged: Judged[] = [];

  constructor(options: BestOptions) {
    this.#options = options;
  }

  get all(): readonly Judged[] {
    return this.#judged;
  }

  /** What is less is not among them. */
  get least(): number {
    return this.isFull ? this.#judged.at(-1)!.quality : -Infinity;
  }

  get isFull(): boolean {
    return this.#judged.length === this.#options.count;
  }

  /** @returns whether it is of this page or a later one */
  add(judged: Judged): boolean {
    const { after, count } = this.#options;
    if (after && !isBehind(judged, after)) return false;
    let place = this.#judged.length;
    while (place > 0 && isBehind(this.#judged[place - 1]!, { quality: judged.quality, row: judged.match.row })) place--;
    this.#judged.splice(place, 0, judged);
    if (this.#judged.length > count) this.#judged.pop();
    return true;
  }
}

function isBehind({ match, quality }: Judged, other: { readonly quality: number; readonly row: number }): boolean {
  return quality < other.quality || (quality === other.quality && match.row < other.row);
}

/** Which pieces a block's candidates must have, and how near its terms can be then. */
interface Stage {
  readonly near: number;
  readonly grams: readonly TermGrams[];
  /** Whether pieces have nothing more to say of how near they are. */
  readonly isAll: boolean;
}

/**
 * Where terms are words, then where they begin one, then anywhere. Once there are enough words, beginnings are looked for
 * only where they can still be better.
 */
function stagesFor(terms: readonly Term[]): readonly Stage[] {
  const others = NEARNESS.word * (terms.length - 1);
  const isAll = terms.length === 1;
  const stages: Stage[] = [
    { near: NEARNESS.word, grams: terms.map(({ asWord }) => asWord), isAll: true },
    { near: (others + NEARNESS.beginning) / terms.length, grams: terms.map(({ asBeginning }) => asBeginning), isAll },
    { near: (others + NEARNESS.inside) / terms.length, grams: terms.map(({ grams }) => grams), isAll },
  ];
  return stages.filter(({ grams }, index) => index === 0 || !isSame(grams, stages[index - 1]!.grams));
}

function isSame(these: readonly TermGrams[], those: readonly TermGrams[]): boolean {
  return JSON.stringify(these) === JSON.stringify(those);
}

/** A block, with the next stage in which it is to be looked at. */
interface Portion {
  readonly block: BlockPlace;
  readonly merits: Omit<Merits, 'near'>;
  readonly seen: Places;
  stage: number;
  most: number;
}

function portionOf(block: BlockPlace, quality: Quality): Portion {
  const merits = { isTogether: quality.phrase !== undefined, length: block.shortest, at: block.maxAt + A_SECOND };
  return { block, merits, seen: new Places(), stage: 0, most: quality.most(merits) };
}

/** Times of documents are cut to seconds. */
const A_SECOND = 1_000;

function mostPromising(portions: readonly Portion[], least: number): Portion | undefined {
  let found: Portion | undefined;
  for (const portion of portions) if (portion.most > (found?.most ?? -Infinity)) found = portion;
  return found && found.most >= least ? found : undefined;
}

interface Judging {
  readonly quality: Quality;
  /** What cannot be as good is not wanted. */
  readonly least: number;
}

async function inTail(question: Question, tail: Tail, quality: Quality, slices: Slices): Promise<Candidate[]> {
  const documents = tail.snapshot();
  const isWanted = filterOf(question, documents);
  if (!isWanted) return [];
  const candidates: Candidate[] = [];
  for (let place = 0; place < documents.count; place++) {
    if (place % TEXTS_A_SLICE === 0) await slices.breathe();
    const text = documents.text(place);
    if (!isWanted(place) || !question.terms.every((term) => isIn(term, text))) continue;
    candidates.push({ row: documents.row(place), most: quality.of({ text, at: documents.at(place) + A_SECOND }) });
  }
  return candidates;
}

function inBlock(
  { block, seen, merits }: Portion,
  { near, grams, isAll }: Stage,
  question: Question,
  { file }: Searched,
  { quality, least }: Judging,
): Candidate[] {
  const placesOf = (grams: TermGrams): Places | undefined => file.placesOf(block, grams);
  const found = placesWith(grams, placesOf);
  found?.subtract(seen);
  if (!found || found.size === 0) return [];
  seen.unite(found);
  const documents = file.documents(block);
  const isWanted = filterOf(question, documents);
  if (!isWanted) return [];
  const nearnessAt = isAll ? () => near : nearnessIn(question.terms, near, placesOf);
  const together = quality.phrase === undefined ? undefined : placesOf(gramsOfTerm(quality.phrase));
  const candidates: Candidate[] = [];
  for (const place of found.toArray()) {
    if (place >= documents.count || !isWanted(place)) continue;
    const most = quality.from({
      near: nearnessAt(place),
      isTogether: merits.isTogether && together?.has(place) !== false,
      length: documents.length(place),
      at: documents.at(place) + A_SECOND,
    });
    if (most >= least) candidates.push({ row: documents.row(place), most });
  }
  return candidates;
}

/** How near the terms of a question can be to what stands in a document of a block, as far as whole pieces say. */
function nearnessIn(
  terms: readonly Term[],
  atMost: number,
  placesOf: (grams: TermGrams) => Places | undefined,
): (place: number) => number {
  // Candidates have the pieces of the term itself.
  const beside = (grams: TermGrams, term: Term): Places | undefined => {
    const whole = grams.whole.filter((gram) => !term.grams.whole.includes(gram));
    return whole.length > 0 ? placesOf({ whole, beginning: '' }) : undefined;
  };
  const known = terms.map((term) => ({ words: beside(term.asWord, term), begun: beside(term.asBeginning, term) }));
  return (place) => {
    let sum = 0;
    for (const { words, begun } of known) {
      if (words?.has(place) !== false) sum += NEARNESS.word;
      else sum += begun?.has(place) === false ? NEARNESS.inside : NEARNESS.beginning;
    }
    return Math.min(atMost, sum / terms.length);
  };
}
