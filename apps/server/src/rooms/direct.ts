import type { Person } from '@skein/protocol/people';
import type { RoomView } from '@skein/protocol/rooms';

/**
 * The name key of the direct room of these accounts: the same for the same set of people, so that the store has one of them.
 * Keys of names are trimmed, and none begins with a space.
 */
export function directKey(accounts: Iterable<string>): string {
  return ` ${[...new Set(accounts)].sort().join(' ')}`;
}

/** What a direct room shows to one of its members. @param members all of them, in the order to show */
export function directFacts(account: string, members: readonly Person[]): Required<Pick<RoomView, 'name' | 'people'>> {
  const people = members.filter(({ id }) => id !== account);
  return { name: people.map(({ name }) => name).join(', '), people };
}
