import { isInCode } from './line-keys.ts';
import { lineStart, type Selected } from './text-edit.ts';

/** The sign that asks for names: of emoji, of people, of commands. */
export type Trigger = ':' | '@' | '/';

/** What is being written at the caret, from its sign on. */
export interface Asked {
  readonly trigger: Trigger;
  /** What stands after the sign. */
  readonly query: string;
  /** Where the sign is, and where the query ends. */
  readonly from: number;
  readonly to: number;
}

const MOST_CHARACTERS = 48;
/** Before the sign there is nothing, a space or an opening; after `:` there are two letters, so that a smiley is none. */
const EMOJI = /(?:^|[\s([{"'>])(:)([\p{L}\p{N}_+-]{2,})$/u;
const PERSON = /(?:^|[\s([{"'>*_])(@)([^\s@<>:][^@<>:\n]*|)$/u;
/** A command is at the very beginning, and its name has no other sign. */
const COMMAND = /^(\/)([a-z]*)$/i;

/** @returns undefined where nothing is asked for: in code, with something selected, in the middle of a word */
export function askedAt(selected: Selected): Asked | undefined {
  const { text, start, end } = selected;
  if (start !== end || /^[\p{L}\p{N}_]/u.test(text.slice(end, end + 2))) return undefined;
  const before = text.slice(Math.max(lineStart(text, start), start - MOST_CHARACTERS), start);
  const [, trigger, query] =
    (start === before.length && COMMAND.exec(before)) || PERSON.exec(before) || EMOJI.exec(before) || [];
  if (trigger === undefined || query === undefined) return undefined;
  if (trigger !== '/' && (isInCode(selected) || isInTicks(text, start))) return undefined;
  return { trigger: trigger as Trigger, query, from: start - query.length - 1, to: start };
}

/** Between two ticks on one line. */
function isInTicks(text: string, index: number): boolean {
  return text.slice(lineStart(text, index), index).split('`').length % 2 === 0;
}

/** An emoji's name between colons, as it stands in a text. */
export interface NamedEmoji {
  readonly shortcode: string;
  /** Where the first colon is, and what comes after the last. */
  readonly from: number;
  readonly to: number;
}

const NAMED = /(?<=^|[\s([{"'>]):([\p{L}\p{N}_+-]{2,48}):/gu;

/** The emoji whose names were closed by what has come into a text since, by one key or as a whole: `:tada:`. None in code. */
export function namedSince(before: string, { text, end }: Selected): readonly NamedEmoji[] {
  const since = commonStart(before, text, end);
  const names = [...text.slice(0, end).matchAll(NAMED)].map(({ 0: { length }, 1: shortcode = '', index }) => ({
    shortcode,
    from: index,
    to: index + length,
  }));
  return names.filter(
    ({ from, to }) => to > since && !isInCode({ text, start: from, end: from }) && !isInTicks(text, from),
  );
}

function commonStart(before: string, now: string, end: number): number {
  let at = 0;
  while (at < end && before[at] === now[at]) at++;
  return at;
}
