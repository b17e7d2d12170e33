import { parseArgs } from 'node:util';

export interface Choices {
  /** In the large room. */
  readonly messages: number;
  /** Of traffic while memory is watched. */
  readonly minutes: number;
}

export const HELP = `Measures how the page feels, in Chromium, in a room with many messages.

  pnpm bench:page [options]

  --messages N   messages in the room (100,000: a few minutes to write them)
  --minutes N    of traffic at 50 messages a second while memory is watched (60)
  --quick        5,000 messages and two minutes
  --help         this page

It prints a table: what was asked, and what was seen. Figures mean something only on a machine with nothing else to do.`;

/** @returns undefined where only help was asked for */
export function readChoices(args: readonly string[]): Choices | undefined {
  const { values } = parseArgs({
    args: args.filter((arg, index) => arg !== '--' || index > 0),
    options: {
      messages: { type: 'string' },
      minutes: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const base = values.quick ? { messages: 5_000, minutes: 2 } : { messages: 100_000, minutes: 60 };
  return {
    messages: wholeNumber(values.messages, base.messages),
    minutes: wholeNumber(values.minutes, base.minutes),
  };
}

function wholeNumber(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`${JSON.stringify(text)} must be a whole number of at least 1.`);
}
