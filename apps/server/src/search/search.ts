import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Message } from '@skein/protocol/rooms';
import type { SearchAnswer, SearchHit } from '@skein/protocol/search';
import { best } from './best.ts';
import { matches, textIfAnswers, type Match, type Searched } from './matches.ts';
import { toQuestion, type Question } from './question.ts';
import { Quality } from './quality.ts';
import { Slices } from './slices.ts';
import { rangesOf } from './term.ts';

/** A search that takes longer says how far it has come, and goes on there when it is asked for the next page. */
const DEADLINE_MS = 1_500;

export interface SearchAsk {
  readonly account: string;
  readonly typed: string;
  readonly order: 'newest' | 'best';
  /** An earlier answer's `next`. */
  readonly after: string | undefined;
  readonly limit: number;
  readonly zone: string;
  readonly now: number;
}

type Found = Omit<SearchAnswer, 'indexed'>;

/** Searches what the account may read, at this moment, with nothing that it may not. undefined once nobody wants it. */
export async function search(ask: SearchAsk, searched: Searched, signal: AbortSignal): Promise<Found | undefined> {
  const { source } = searched;
  const question = source.inOneRead(() => toQuestion(ask, source));
  if (!question) return { hits: [] };
  const isBest = ask.order === 'best' && question.terms.length > 0;
  const page = await (isBest ? bestOf : newestOf)(ask, question, searched, signal);
  if (!page) return undefined;
  const shown = source.inOneRead(() => show(page.matches, ask.account, question, searched));
  const hits: SearchHit[] = [];
  const slices = new Slices();
  for (const message of shown) {
    if (signal.aborted) return undefined;
    hits.push({ message, ranges: rangesOf(question.terms, message.body) });
    // Milliseconds each where bodies are long: others have their turn.
    if (!(await slices.breathe())) await nextTurn();
  }
  const { next } = page;
  return {
    hits,
    ...(next === undefined ? {} : { next }),
    ...(question.unknown.length === 0 ? {} : { unknown: [...question.unknown] }),
  };
}

interface Page {
  readonly matches: readonly Match[];
  readonly next?: string;
}

type Find = (ask: SearchAsk, question: Question, searched: Searched, signal: AbortSignal) => Promise<Page | undefined>;

const newestOf: Find = async ({ after, limit }, question, searched, signal) => {
  const deadline = performance.now() + DEADLINE_MS;
  let cutAt: number | undefined;
  const mayGoOn = (below: number) => {
    if (performance.now() > deadline) cutAt = below;
    return !signal.aborted && cutAt === undefined;
  };
  const below = after === undefined ? Infinity : Number(after);
  const found: Match[] = [];
  for await (const match of matches(question, searched, { below, mayGoOn })) {
    found.push(match);
    if (found.length > limit) break;
  }
  if (signal.aborted) return undefined;
  if (found.length > limit) return { matches: found.slice(0, limit), next: String(found[limit - 1]!.row) };
  return { matches: found, ...(cutAt === undefined ? {} : { next: String(cutAt) }) };
};

const bestOf: Find = async ({ after, limit, now }, question, searched, signal) => {
  const deadline = performance.now() + DEADLINE_MS;
  const mayGoOn = () => !signal.aborted && performance.now() < deadline;
  const cursor = after === undefined ? undefined : readCursor(after);
  const asOf = cursor?.asOf ?? now;
  const quality = new Quality(question.terms, asOf);
  const found = await best(question, searched, { quality, count: limit + 1, after: cursor, mayGoOn });
  if (signal.aborted) return undefined;
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = last && found.length > limit ? { next: `${asOf}~${last.quality}~${last.match.row}` } : {};
  return { matches: page.map(({ match }) => match), ...next };
};

function readCursor(text: string): { asOf: number; quality: number; row: number } {
  const [asOf = 0, quality = 0, row = 0] = text.split('~').map(Number);
  return { asOf, quality, row };
}

/** Every match once more, in one read with the rooms that the account is in now: what is shown is true at one moment. */
function show(found: readonly Match[], account: string, question: Question, { source }: Searched): Message[] {
  const rooms = source.roomsOf(account);
  const shown: Message[] = [];
  for (const { room, seq } of found) {
    const stored = rooms.has(room) ? source.message(room, seq) : undefined;
    const message = stored && textIfAnswers(question, stored) ? source.shown(room, seq) : undefined;
    if (message) shown.push(message);
  }
  return shown;
}
