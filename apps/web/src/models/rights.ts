import type { AccountView } from '@skein/protocol/accounts';
import type { Message, RoomView } from '@skein/protocol/rooms';

/** What somebody may do with a message (SPEC E1, G3). The server judges; this decides what is offered. */
export interface MessageRights {
  /** Reply and react. */
  readonly answer: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
}

/** Who may pin: in a public room who looks after it, elsewhere every member; in an archived one nobody (SPEC G3). */
export function mayPin(account: AccountView, room: RoomView): boolean {
  return !room.archived && (room.kind !== 'public' || moderates(account, room));
}

const NONE: MessageRights = { answer: false, edit: false, delete: false };

export function rightsTo(message: Message, account: AccountView, room: RoomView | undefined): MessageRights {
  if (!room || message.deleted) return NONE;
  const isOwn = message.by === account.id;
  // What is in an archived room is only read and deleted.
  const isOpen = !room.archived;
  return { answer: isOpen, edit: isOpen && isOwn, delete: isOwn || moderates(account, room) };
}

function moderates({ role }: AccountView, room: RoomView): boolean {
  return room.kind !== 'direct' && (room.role !== 'member' || role !== 'member');
}
