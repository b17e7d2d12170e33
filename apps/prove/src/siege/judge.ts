import type { Chat } from '../chat.ts';
import { lies } from '../history.ts';
import type { Ledger } from '../ledger.ts';
import { type Blow, tellStory } from './story.ts';

const STORIES_AT_MOST = 5;
const LIES_LOOKED_AT = 100;

/** @returns the stories of lies, the shortest first, and few of them; none where everybody saw what the ledger says */
export function storiesOf(ledger: Ledger, chats: readonly Chat[], blows: readonly Blow[]): readonly string[] {
  const found = [...lies(ledger, chats)];
  const told = found.slice(0, LIES_LOOKED_AT).map((lie) => tellStory(lie, ledger, chats, blows));
  const shortest = told.toSorted((left, right) => left.length - right.length).slice(0, STORIES_AT_MOST);
  const more = found.length > STORIES_AT_MOST ? [`… ${found.length} lies altogether`] : [];
  return [...shortest.map((story) => story.join('\n')), ...more];
}
