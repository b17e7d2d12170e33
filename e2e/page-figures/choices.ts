import { listOf, parseScript, wholeNumber, type ParsedArguments } from '@skein/command-line/script-options';

/** What can be measured, in this order. */
export const PARTS = ['loading', 'opening', 'switching', 'scrolling', 'typing', 'memory'] as const;
export type Part = (typeof PARTS)[number];

export interface Choices {
  readonly parts: readonly Part[];
  /** In the large room. */
  readonly messages: number;
  /** Of traffic while memory is watched. */
  readonly minutes: number;
  /** Whether the section of docs/performance.md is written anew. */
  readonly writes: boolean;
}

const FULL = { messages: 100_000, minutes: 60 };
const QUICK = { messages: 5_000, minutes: 2 };

export const HELP = `Measures how the page feels, in Chromium, in a room with many messages.

  pnpm bench:page [options]

  --only LIST    of ${PARTS.join(',')} (all)
  --messages N   messages in the room (${FULL.messages.toLocaleString('en')}: some seconds to write them, and to index them)
  --minutes N    of traffic at 50 messages a second while memory is watched (${FULL.minutes}); the rest takes two or three
  --quick        ${QUICK.messages.toLocaleString('en')} messages and ${QUICK.minutes} minutes
  --write        write the section of docs/performance.md
  --help         this page

It prints a table: what was asked, and what was seen. Figures mean something only on a machine with nothing else to do.`;

export function parseChoices(args: readonly string[]): ParsedArguments<Choices> {
  const options = { texts: ['only', 'messages', 'minutes'], switches: ['quick', 'write'] } as const;
  return parseScript(args, options, ({ only, messages, minutes, quick, write }) => {
    const base = quick ? QUICK : FULL;
    const chosen = listOf(only, PARTS);
    return {
      parts: PARTS.filter((part) => chosen.length === 0 || chosen.includes(part)),
      messages: wholeNumber('messages', messages, base.messages),
      minutes: wholeNumber('minutes', minutes, base.minutes),
      writes: write === true,
    };
  });
}
