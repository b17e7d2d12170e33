import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstPlaceFrom, type Documents } from './documents.ts';
import { FLAGS } from './features.ts';
import { Places } from './places.ts';
import type { Question } from './question.ts';
import { segmentBelow, type Segment } from './search-index.ts';
import type { IndexFile } from './index-file.ts';
import type { SearchSource, SourceMessage } from './search-source.ts';
import { searchTextOf, type SearchText } from './search-text.ts';
import type { Tail } from './tail.ts';
import { isIn, type Term } from './term.ts';
import type { TermGrams } from './grams.ts';

/** Longer than this nobody else on the thread waits. */
const SLICE_MS = 4;
/** Below this many candidates reading them costs less than narrowing them down. */
const FEW = 24;

export interface Searched {
  readonly source: SearchSource;
  readonly file: IndexFile;
  readonly tail: Tail;
}

export interface Match {
  readonly row: number;
  readonly room: string;
  readonly seq: number;
  readonly at: number;
  readonly text: SearchText;
}

export interface MatchOptions {
  /** Only rows below this one. */
  readonly below: number;
  /** Which of a term's pieces narrow the search down. */
  readonly by: (term: Term) => TermGrams;
  /** Asked between slices, with the row below which nothing was searched yet. */
  readonly mayGoOn: (below: number) => boolean;
}

/** What answers a question, the newest first, as it was when it was read: whoever shows it looks once more. */
export async function* matches(question: Question, searched: Searched, options: MatchOptions): AsyncGenerator<Match> {
  let { below } = options;
  let sliceEnds = performance.now() + SLICE_MS;
  const breathe = async () => {
    if (performance.now() < sliceEnds) return true;
    await nextTurn();
    sliceEnds = performance.now() + SLICE_MS;
    return options.mayGoOn(below);
  };
  for (let segment; (segment = segmentBelow(below, searched));) {
    const { documents } = segment;
    const places = candidates(question, segment, options);
    const rows = places.map((place) => documents.row(place));
    const next = documents.row(0);
    while (rows.length > 0) {
      // By rows, because places move when a tail becomes a block.
      const some = rows.splice(-FEW).reverse();
      for (const match of searched.source.inOneRead(() => read(question, some, searched))) {
        below = match.row;
        yield match;
      }
      below = some.at(-1)!;
      if (!(await breathe())) return;
    }
    below = next;
    if (!(await breathe())) return;
  }
}

function read(question: Question, rows: readonly number[], { source }: Searched): Match[] {
  const found: Match[] = [];
  for (const row of rows) {
    const message = source.messageIn(row);
    const text = message && textIfAnswers(question, message);
    if (text) found.push({ row, room: message.room, seq: message.seq, at: message.at, text });
  }
  return found;
}

/** The text of a message that answers the question, rooms and people included. */
export function textIfAnswers(question: Question, message: SourceMessage): SearchText | undefined {
  const { room, author, at, isDeleted } = message;
  if (isDeleted || !question.rooms.has(room) || at < question.from || at >= question.until) return undefined;
  if (question.authors?.has(author) === false || question.notAuthors.has(author)) return undefined;
  const text = searchTextOf(message);
  const hasAll = question.terms.every((term) => isIn(term, text));
  return hasAll && !question.without.some((term) => isIn(term, text)) ? text : undefined;
}

/** Places that can answer, ascending. */
function candidates(question: Question, segment: Segment, { below, by }: MatchOptions): number[] {
  const { documents } = segment;
  const isWanted = filterOf(question, documents);
  if (!isWanted) return [];
  const count = firstPlaceFrom(documents, below);
  if (segment.kind === 'tail') {
    const has = (place: number) => question.terms.every((term) => isIn(term, segment.documents.text(place)));
    return Places.all(count)
      .toArray()
      .filter((place) => isWanted(place) && has(place));
  }
  if (segment.minAt >= question.until || segment.maxAt + 1_000 <= question.from) return [];
  const found = Places.all(count);
  const grams = question.terms.map(by).sort((left, right) => right.whole.length - left.whole.length);
  for (const ofTerm of grams) {
    // Beginnings are many rows each.
    if (ofTerm.whole.length === 0 && found.size <= FEW) continue;
    const places = segment.placesOf(ofTerm);
    if (places) found.intersect(places);
    if (found.size === 0) return [];
  }
  return found.toArray().filter(isWanted);
}

/** undefined where no document can be wanted. */
function filterOf(question: Question, documents: Documents): ((place: number) => boolean) | undefined {
  const rooms = documents.rooms.map((room) => question.rooms.has(room));
  const isWantedAuthor = (author: string) =>
    question.authors?.has(author) !== false && !question.notAuthors.has(author);
  const authors = documents.authors.map(isWantedAuthor);
  if (!rooms.includes(true) || !authors.includes(true)) return undefined;
  const [has, hasNot] = [question.flags, question.notFlags | FLAGS.gone];
  return (place) => {
    const flags = documents.flags(place);
    if (!rooms[documents.room(place)] || !authors[documents.author(place)]) return false;
    if ((flags & has) !== has || (flags & hasNot) !== 0) return false;
    const at = documents.at(place);
    return at < question.until && at + 1_000 > question.from;
  };
}
