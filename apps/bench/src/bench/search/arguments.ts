import type { ParsedArguments } from '@skein/command-line/script-options';
import { parseMeasurement } from '../measurement-arguments.ts';

export interface SearchOptions {
  readonly messages: number;
  /** Words that are typed, letter by letter. */
  readonly words: number;
  /** Of each measurement of the chat, and how often that is done. */
  readonly seconds: number;
  readonly rounds: number;
  readonly seed: number;
  /** Whether the section of docs/performance.md is written anew. */
  readonly writes: boolean;
}

const FULL = { messages: 1_000_000, words: 300, seconds: 10, rounds: 6, seed: 1 };
const QUICK: typeof FULL = { messages: 50_000, words: 40, seconds: 2, rounds: 2, seed: 1 };

export const HELP = `Measures search: a server with many messages in several scripts, and people who type.

  pnpm bench:search [options]

It fills a database, starts the server on it, and prints how long the index takes and how large it is; how long an answer
takes while words are typed letter by letter, over HTTP, in both orders; and how long it takes from a post to its delivery, in
rounds: alone, beside eight people who type at the pace of people into a page that asks when they pause, and beside eight who ask
as often as an account may, for every letter at once. Asked is that 95 of 100 answers come within 50 ms, and that the chat does
not notice who types.
A full run takes some ten minutes.

  --quick         half a minute: ${QUICK.messages.toLocaleString('en')} messages
  --messages N    messages (${FULL.messages.toLocaleString('en')})
  --words N       words that are typed (${FULL.words})
  --seconds N     how long the chat is measured, each time (${FULL.seconds})
  --rounds N      alone, beside typing and beside the flood (${FULL.rounds})
  --seed N        of the messages (${FULL.seed})
  --write         write the section of docs/performance.md
  --help          this page`;

export function parseSearchArguments(args: readonly string[]): ParsedArguments<SearchOptions> {
  const counts = ['messages', 'words', 'seconds', 'rounds', 'seed'] as const;
  return parseMeasurement(args, { full: FULL, quick: QUICK, counts }, (numbers) => numbers);
}
