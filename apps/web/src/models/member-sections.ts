import type { Person } from '@skein/protocol/people';
import type { Member } from './members.ts';

export interface MemberSections {
  readonly here: readonly Member[];
  readonly others: readonly Member[];
}

/**
 * Who is here first. Somebody may be here whose page of members is not loaded yet: they are shown all the same, as plain
 * members.
 */
export function memberSections(
  members: readonly Member[],
  here: ReadonlyMap<string, Person>,
  compareNames: (a: string, b: string) => number,
): MemberSections {
  const known = new Map(members.map((member) => [member.id, member]));
  const present = [...here.values()].map((person): Member => known.get(person.id) ?? { ...person, role: 'member' });
  const byName = (a: Member, b: Member): number => compareNames(a.name, b.name);
  return { here: present.sort(byName), others: members.filter(({ id }) => !here.has(id)).sort(byName) };
}
