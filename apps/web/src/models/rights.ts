import type { AccountView } from '@skein/protocol/accounts';
import type { Person } from '@skein/protocol/people';
import type { Message, RoomView } from '@skein/protocol/rooms';

/** What somebody may do with a message (SPEC E1, G3). The server judges; this decides what is offered. */
export interface MessageRights {
  /** Reply and react. */
  readonly answer: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
}

/** Who may pin: in a public room who looks after it, elsewhere every member; in one where nobody writes nobody (SPEC G3, B1). */
export function mayPin(account: AccountView, room: RoomView): boolean {
  return isOpen(account, room) && (room.kind !== 'public' || moderates(account, room));
}

const NONE: MessageRights = { answer: false, edit: false, delete: false };

export function rightsTo(message: Message, account: AccountView, room: RoomView | undefined): MessageRights {
  if (!room || message.deleted) return NONE;
  const isOwn = message.by === account.id;
  const mayWrite = isOpen(account, room);
  return { answer: mayWrite, edit: mayWrite && isOwn, delete: isOwn || moderates(account, room) };
}

/** The other one of two who have a room, where this account blocks them (SPEC B1). */
export function blockedIn({ blocked }: AccountView, { people }: RoomView): Person | undefined {
  return people?.length === 1 && blocked?.includes(people[0]!.id) ? people[0] : undefined;
}

/** Elsewhere what is there is only read and deleted. */
function isOpen(account: AccountView, room: RoomView): boolean {
  return !room.archived && !blockedIn(account, room);
}

function moderates({ role }: AccountView, room: RoomView): boolean {
  return room.kind !== 'direct' && (room.role !== 'member' || role !== 'member');
}
