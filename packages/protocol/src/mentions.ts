import { LIMITS } from './limits.ts';

/** Whom a body mentions, by its tokens: `<@ID>`, `<@here>` and `<@room>`. */
export interface Mentioned {
  /** Ids of accounts, each once, in the order of the text, the first 50: each is looked up wherever the message is shown. */
  readonly ids: readonly string[];
  readonly here: boolean;
  readonly room: boolean;
}

const MENTION = /<@([0-9A-Za-z_-]{1,40})>/g;
const NOBODY: Mentioned = { ids: [], here: false, room: false };

export function mentionsIn(body: string): Mentioned {
  if (!body.includes('<@')) return NOBODY;
  const tokens = new Set(Array.from(body.matchAll(MENTION), ([, token]) => token!));
  const [here, room] = [tokens.delete('here'), tokens.delete('room')];
  return { ids: [...tokens].slice(0, LIMITS.mentionsPerMessage), here, room };
}
