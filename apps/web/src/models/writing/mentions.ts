import { WIDE_MENTIONS } from '@skein/protocol/mention-text';
import type { Person } from '@skein/protocol/people';

/** Code is sent as it is typed. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;
const WORD = /[\p{L}\p{N}_]/u;

/** As messages are sent: `@Name` of somebody known, and `@here` and `@room`, become `<@ID>`. The longest name counts. */
export function withTokens(text: string, people: readonly Person[]): string {
  if (!text.includes('@')) return text;
  const wide = WIDE_MENTIONS.map((id) => ({ id, name: id }));
  const known = [...people, ...wide].toSorted((a, b) => b.name.length - a.name.length);
  const names = known.map(({ id, name }) => ({ id, name: name.toLowerCase() }));
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : tokensIn(part, names)))
    .join('');
}

function tokensIn(text: string, names: readonly Person[]): string {
  let tokens = '';
  let end = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(end, at + 1))) {
    // Of an address of mail, or a token already.
    if (at > 0 && (WORD.test(text[at - 1]!) || text[at - 1] === '<')) continue;
    const named = text.slice(at + 1, at + 1 + 210).toLowerCase();
    const found = names.find(({ name }) => named.startsWith(name) && !WORD.test(named[name.length] ?? ''));
    if (!found) continue;
    tokens += `${text.slice(end, at)}<@${found.id}>`;
    end = at + 1 + found.name.length;
  }
  return tokens + text.slice(end);
}
