import { parseSearch, type SearchFeature, type SearchFilter } from '@skein/protocol/search-query';
import { beginningOf } from './dates.ts';
import { FLAGS } from './features.ts';
import type { SearchSource } from './search-source.ts';
import { toTerm, type Term } from './term.ts';

/** What is looked for, and among what, with every name looked up. */
export interface Question {
  /** All of these are in the text, and none of those. */
  readonly terms: readonly Term[];
  readonly without: readonly Term[];
  readonly rooms: ReadonlySet<string>;
  /** undefined: anybody. */
  readonly authors: ReadonlySet<string> | undefined;
  readonly notAuthors: ReadonlySet<string>;
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
  /** Flags that a document has, and those it has not. */
  readonly flags: number;
  readonly notFlags: number;
  /** Operators that name nobody and nothing, as they were typed. */
  readonly unknown: readonly string[];
}

export interface Asked {
  readonly typed: string;
  readonly account: string;
  /** Of days: an IANA name. */
  readonly zone: string;
  readonly now: number;
}

/** undefined where nothing was asked for: no word and no operator. */
export function toQuestion({ typed, account, zone, now }: Asked, source: SearchSource): Question | undefined {
  const parts = parseSearch(typed);
  const filters = parts.filter((part) => part.kind === 'filter').filter(({ text, fault }) => text !== '' && !fault);
  const terms: Term[] = [];
  const without: Term[] = [];
  for (const part of parts) {
    const term = part.kind === 'term' ? toTerm(part.text) : undefined;
    if (term) (part.not ? without : terms).push(term);
  }
  if (terms.length === 0 && filters.length === 0) return undefined;
  const unknown: string[] = [];
  const lookUp = ({ start, end }: SearchFilter, found: readonly string[]) => {
    if (found.length === 0) unknown.push(typed.slice(start, end));
    return found;
  };
  const people = (filter: SearchFilter) =>
    lookUp(filter, filter.text.toLowerCase() === 'me' ? [account] : source.accountsNamed(filter.text));
  const rooms = (filter: SearchFilter) => lookUp(filter, source.roomsNamed(account, filter.text));
  const of = (key: SearchFilter['key'], not: boolean) => filters.filter((part) => part.key === key && part.not === not);

  const inRooms = of('in', false).flatMap(rooms);
  const notInRooms = new Set(of('in', true).flatMap(rooms));
  const readable = source.roomsOf(account);
  const wanted = of('in', false).length > 0 ? inRooms.filter((room) => readable.has(room)) : [...readable];
  const authors = of('from', false).length > 0 ? new Set(of('from', false).flatMap(people)) : undefined;
  const flags = (not: boolean) =>
    of('has', not).reduce((bits, { text }) => bits | FLAGS[text.toLowerCase() as SearchFeature], 0);
  return {
    terms,
    without,
    rooms: new Set(wanted.filter((room) => !notInRooms.has(room))),
    authors,
    notAuthors: new Set(of('from', true).flatMap(people)),
    ...timesOf(filters, { zone, now }),
    flags: flags(false),
    notFlags: flags(true),
    unknown,
  };
}

/** `before:` a day ends where it begins, and so does what is not `after:` it. */
function timesOf(filters: readonly SearchFilter[], { zone, now }: { zone: string; now: number }) {
  let from = -Infinity;
  let until = Infinity;
  for (const { key, text, not } of filters) {
    if (key !== 'before' && key !== 'after') continue;
    const start = beginningOf(text, { zone, now });
    if ((key === 'before') !== not) until = Math.min(until, start);
    else from = Math.max(from, start);
  }
  return { from, until };
}
