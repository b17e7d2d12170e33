import { directName } from '@skein/protocol/direct-rooms';
import type { RoomView } from '@skein/protocol/rooms';

type People = NonNullable<RoomView['people']>;

/**
 * The name key of the direct room of these accounts: the same for the same set of people, so that the store has one of them.
 * Keys of names are trimmed, and none begins with a space.
 */
export function directKey(accounts: Iterable<string>): string {
  return ` ${[...new Set(accounts)].sort().join(' ')}`;
}

/** What a direct room shows to one of its members. @param members all of them, in the order to show */
export function directFacts(account: string, members: People): { readonly name: string; readonly people: People } {
  const people = members.filter(({ id }) => id !== account);
  return { name: directName(people), people };
}
