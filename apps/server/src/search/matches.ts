import { firstPlaceFrom, type Documents } from './documents.ts';
import { FLAGS } from './features.ts';
import type { Follower } from './follower.ts';
import { Places } from './places.ts';
import type { Question } from './question.ts';
import { segmentBelow, type Segment } from './search-index.ts';
import type { BlockPlace, IndexFile } from './index-file.ts';
import type { SearchSource, SourceMessage } from './search-source.ts';
import { searchTextOf, type SearchText } from './search-text.ts';
import { Slices } from './slices.ts';
import type { Tail } from './tail.ts';
import { isIn } from './term.ts';
import type { TermGrams } from './grams.ts';

/** Below this many candidates reading them costs less than narrowing them down. */
export const FEW = 24;
/** Messages that are read at a stretch: less than half a millisecond. */
export const READ_AT_ONCE = 8;
/** Texts of the tail that are looked through at a stretch: a fifth of a millisecond. */
export const TEXTS_A_SLICE = 1_024;
/** Of the messages that are not in the index yet so many are looked at, the newest: all, unless the index is being built. */
const MOST_WAITING = 1_000;

export interface Searched {
  readonly source: SearchSource;
  readonly file: IndexFile;
  readonly tail: Tail;
  readonly follower: Pick<Follower, 'row'>;
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
  /** Asked between slices, with the row below which nothing was searched yet. */
  readonly mayGoOn: (below: number) => boolean;
}

/** What answers a question, the newest first, as it was when it was read: whoever shows it looks once more. */
export async function* matches(question: Question, searched: Searched, options: MatchOptions): AsyncGenerator<Match> {
  let { below } = options;
  const slices = new Slices();
  const mayGoOn = async () => !(await slices.breathe()) || options.mayGoOn(below);
  // By rows, because places move when a tail becomes a block.
  let rows = waiting(searched, below);
  for (let next = below; ;) {
    for (let done = 0; done < rows.length; done += READ_AT_ONCE) {
      const some = rows.slice(done, done + READ_AT_ONCE);
      for (const match of searched.source.inOneRead(() => read(question, some, searched))) {
        below = match.row;
        yield match;
      }
      below = some.at(-1)!;
      if (!(await mayGoOn())) return;
    }
    below = next;
    if (!(await mayGoOn())) return;
    const segment = segmentBelow(below, searched);
    if (!segment) return;
    const { documents } = segment;
    const end = firstPlaceFrom(documents, below);
    const first = segment.kind === 'tail' ? Math.max(0, end - TEXTS_A_SLICE) : 0;
    rows = candidates(question, segment, { first, end })
      .map((place) => documents.row(place))
      .reverse();
    next = documents.row(first);
  }
}

/** Rows of messages that were committed but are not in the index yet, the newest first. */
export function waiting({ source, follower }: Searched, below: number): number[] {
  const last = Math.min(source.lastMessageRow(), below - 1);
  const count = Math.max(0, Math.min(last - follower.row, MOST_WAITING));
  return Array.from({ length: count }, (_, index) => last - index);
}

export function read(question: Question, rows: readonly number[], { source }: Searched): Match[] {
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

/** Places that can answer, of these, ascending. */
function candidates(question: Question, segment: Segment, { first, end }: { first: number; end: number }): number[] {
  const { documents } = segment;
  const isWanted = filterOf(question, documents);
  if (!isWanted) return [];
  if (segment.kind === 'tail') {
    const has = (place: number) => question.terms.every((term) => isIn(term, segment.documents.text(place)));
    return Array.from({ length: end - first }, (_, index) => first + index).filter((p) => isWanted(p) && has(p));
  }
  if (!isOfTime(question, segment)) return [];
  const all = Places.all(end);
  const grams = question.terms.map((term) => term.grams);
  const found = placesWith(grams, segment.placesOf);
  if (found) all.intersect(found);
  return all.toArray().filter(isWanted);
}

/** Whether a block can have documents of the time that is asked for. */
export function isOfTime({ from, until }: Question, { minAt, maxAt }: Pick<BlockPlace, 'minAt' | 'maxAt'>): boolean {
  return minAt < until && maxAt + 1_000 > from;
}

/** Places that may have all the terms of which these are the pieces; undefined where nothing is known of any. */
export function placesWith(
  grams: readonly TermGrams[],
  placesOf: (grams: TermGrams) => Places | undefined,
): Places | undefined {
  let found: Places | undefined;
  for (const ofTerm of grams.toSorted((left, right) => right.whole.length - left.whole.length)) {
    // Beginnings are many rows each.
    if (ofTerm.whole.length === 0 && found && found.size <= FEW) continue;
    const places = placesOf(ofTerm);
    if (!places) continue;
    if (found) found.intersect(places);
    else found = places;
    if (found.size === 0) return found;
  }
  return found;
}

/** undefined where no document can be wanted. */
export function filterOf(question: Question, documents: Documents): ((place: number) => boolean) | undefined {
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
