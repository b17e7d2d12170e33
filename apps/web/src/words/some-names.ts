import { counted } from './counted.ts';
import { formatList } from './intl.ts';

const NAMED = 3;

/** The first of some people, and how many others. */
export function someNames(names: readonly string[]): string {
  const different = [...new Set(names)];
  if (different.length <= NAMED + 1) return formatList(different);
  const others = different.length - NAMED;
  return formatList([...different.slice(0, NAMED), counted(others, 'other', 'others')]);
}
