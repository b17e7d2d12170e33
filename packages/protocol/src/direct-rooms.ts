import type { Person } from './people.ts';

/** The name of a direct room as one of its members sees it. @param others everybody in it but that member */
export function directName(others: readonly Person[]): string {
  return others.map(({ name }) => name).join(', ');
}
