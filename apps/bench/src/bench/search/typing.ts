import { setTimeout as sleep } from 'node:timers/promises';
import type { RestClient } from '@skein/client/rest-client';
import type { SeededRandom } from '@skein/client/testing/random';
import type { SearchOrder } from '@skein/protocol/search';
import { typings } from './measurements.ts';

/** How people search beside a chat: as the page has them, or with as many questions as an account is allowed. */
export type Manner = 'typing' | 'flooding';

export interface Typist {
  readonly rest: Pick<RestClient, 'search'>;
  readonly words: readonly string[];
  readonly order: SearchOrder;
  readonly random: SeededRandom;
}

/** From a letter to the next, a tenth of a second in the mean; and from a word to the next, while what was found is looked at. */
const LETTER_MS = [40, 160] as const;
const WORD_MS = [600, 1_400] as const;
/** What the page asks, it asks once no letter has come for so long (`PAUSE_MS` of its models/finding/search.ts). */
const PAGE_PAUSE_MS = 120;
/** The rate of an account is ten a second. */
const FLOOD_MS = 110;

/** Somebody who types into the page until the signal. @returns how often that asked the server */
export async function typeWords({ rest, words, order, random }: Typist, signal: AbortSignal): Promise<number> {
  let asked = 0;
  for (let index = 0; !signal.aborted; index++) {
    const word = words[index % words.length]!;
    for (const query of typings([word])) {
      if (signal.aborted) break;
      const untilNextMs = between(query === word ? WORD_MS : LETTER_MS, random);
      await sleep(Math.min(untilNextMs, PAGE_PAUSE_MS));
      if (untilNextMs <= PAGE_PAUSE_MS) continue;
      asked++;
      await ask(rest, { query, order }, untilNextMs - PAGE_PAUSE_MS);
    }
  }
  return asked;
}

/** Somebody who asks for every letter at once, and hardly pauses, until the signal. @returns how often they asked the server */
export async function flood({ rest, words, order }: Typist, signal: AbortSignal): Promise<number> {
  const queries = typings(words);
  let asked = 0;
  for (; !signal.aborted; asked++) {
    const [answer] = await Promise.all([
      rest.search({ query: queries[asked % queries.length]!, order }),
      sleep(FLOOD_MS),
    ]);
    if (!answer.ok) throw new Error(`a search was refused: ${JSON.stringify(answer.error)}`);
  }
  return asked;
}

/** As the page: the next letter ends a question that has no answer yet. */
async function ask(
  rest: Typist['rest'],
  asked: { readonly query: string; readonly order: SearchOrder },
  untilNextMs: number,
): Promise<void> {
  const nextLetter = AbortSignal.timeout(untilNextMs);
  const [answer] = await Promise.all([rest.search(asked, nextLetter), sleep(untilNextMs)]);
  if (!answer.ok && answer.error !== 'offline')
    throw new Error(`a search was refused: ${JSON.stringify(answer.error)}`);
}

function between([least, most]: readonly [number, number], random: SeededRandom): number {
  return least + random.below(most - least + 1);
}
