import { parseArgs } from 'node:util';
import { parseWith, wholeNumber, withoutDashes, type ParsedArguments } from '../command.ts';

export interface SearchOptions {
  readonly messages: number;
  /** Words that are typed, letter by letter. */
  readonly words: number;
  /** Of each measurement of the chat. */
  readonly seconds: number;
  readonly seed: number;
}

const FULL: SearchOptions = { messages: 1_000_000, words: 300, seconds: 20, seed: 1 };
const QUICK: SearchOptions = { messages: 50_000, words: 40, seconds: 4, seed: 1 };

export const HELP = `Measures search: a server with many messages in several scripts, and people who type.

  pnpm bench:search [options]

It fills a database, starts the server on it, and prints how long the index takes and how large it is; how long an answer
takes while words are typed letter by letter, over HTTP, in both orders; and how long a post takes with and without people
who search. Asked is that 95 of 100 answers come within 50 ms.

  --quick         half a minute: ${QUICK.messages.toLocaleString('en')} messages
  --messages N    messages (${FULL.messages.toLocaleString('en')})
  --words N       words that are typed (${FULL.words})
  --seconds N     how long the chat is measured, each time (${FULL.seconds})
  --seed N        of the messages (${FULL.seed})
  --help          this page`;

export function parseSearchArguments(args: readonly string[]): ParsedArguments<SearchOptions> {
  return parseWith(() => {
    const text = { type: 'string' } as const;
    const options = { messages: text, words: text, seconds: text, seed: text } as const;
    const { values } = parseArgs({
      args: withoutDashes(args),
      options: { ...options, quick: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return undefined;
    const base = values.quick ? QUICK : FULL;
    return {
      messages: wholeNumber('messages', values.messages, base.messages),
      words: wholeNumber('words', values.words, base.words),
      seconds: wholeNumber('seconds', values.seconds, base.seconds),
      seed: wholeNumber('seed', values.seed, base.seed),
    };
  });
}
