import type { ChatClient } from '@skein/client/chat-client';
import type { RestClient } from '@skein/client/rest-client';
import { safeText } from '@skein/command-line/safe-text';
import { Mistake } from '@skein/command-line/mistake';
import type { RoomView } from '@skein/protocol/rooms';
import { refusalText } from './refusal-text.ts';

/** The room that a name or an id means: one that the account is in, or a public one, which it joins. @throws a Mistake */
export async function enterRoom(client: ChatClient, rest: RestClient, text: string): Promise<string> {
  const known = findRoom(client.rooms.values(), text);
  if (known) return known.id;
  const found = await rest.directory(text);
  if (!found.ok) throw new Mistake(found.error === 'offline' ? 'There is no connection.' : refusalText(found.error));
  const room = found.value.rooms.find(({ name }) => isNamed(name, text));
  if (!room) throw new Mistake(`There is no room "${safeText(text)}" that you are in or may join.`);
  const joined = await rest.joinRoom(room.id);
  if (!joined.ok) throw new Mistake(joined.error === 'offline' ? 'There is no connection.' : refusalText(joined.error));
  return room.id;
}

export function findRoom(rooms: Iterable<RoomView>, text: string): RoomView | undefined {
  const all = [...rooms];
  return all.find(({ id, name }) => id === text || isNamed(name, text));
}

function isNamed(name: string, text: string): boolean {
  return fold(name) === fold(text.replace(/^#/, ''));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
