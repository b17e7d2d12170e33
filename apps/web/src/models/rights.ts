import type { AccountView } from '@skein/protocol/accounts';
import type { Message, RoomView } from '@skein/protocol/rooms';

/** What somebody may do with a message (SPEC E1). The server judges; this decides what is offered. */
export interface MessageRights {
  readonly edit: boolean;
  readonly delete: boolean;
}

/** Who may pin: in a public room who looks after it, elsewhere every member. */
export function mayPin(account: AccountView, room: RoomView): boolean {
  return room.kind !== 'public' || moderates(account, room);
}

const NONE: MessageRights = { edit: false, delete: false };
const OWN: MessageRights = { edit: true, delete: true };
const MODERATED: MessageRights = { edit: false, delete: true };

export function rightsTo(message: Message, account: AccountView, room: RoomView | undefined): MessageRights {
  if (!room || message.deleted) return NONE;
  if (message.by === account.id) return OWN;
  return moderates(account, room) ? MODERATED : NONE;
}

function moderates({ role }: AccountView, room: RoomView): boolean {
  return room.kind !== 'direct' && (room.role !== 'member' || role !== 'member');
}
