import { LIMITS } from '@skein/protocol/limits';
import type { AccountKind, ServerRole } from '@skein/protocol/accounts';
import type { RoomKind, RoomRole, RoomSettings } from '@skein/protocol/rooms';

/** Everything somebody can want to do with a room. */
export type RoomAction =
  | 'see'
  | 'read'
  | 'post'
  | 'join'
  | 'leave'
  | 'invite'
  | 'remove-member'
  | 'change-settings'
  | 'change-topic'
  | 'archive'
  | 'set-role'
  | 'react'
  | 'mention-room'
  | 'pin'
  // Messages of the actor's own, and of others.
  | 'edit-own'
  | 'edit-others'
  | 'delete-own'
  | 'delete-others';

export interface Actor {
  readonly kind: AccountKind;
  readonly role: ServerRole;
  readonly disabled: boolean;
  /** The actor's role in the room; undefined for who is not a member. */
  readonly roomRole: RoomRole | undefined;
}

export interface RoomFacts {
  /** How many members it has, where that matters. */
  readonly members?: number;
  readonly kind: RoomKind;
  readonly lobby: boolean;
  readonly settings?: Pick<RoomSettings, 'archived'>;
}

/**
 * Who may do what in a room: the one place that says so, asked by every door. Server operators do not read private rooms:
 * running the server is not being in the conversation.
 */
export function may(actor: Actor, action: RoomAction, room: RoomFacts): boolean {
  if (actor.disabled) return false;
  const isMember = actor.roomRole !== undefined;
  switch (action) {
    case 'see':
      return isMember || room.kind === 'public';
    case 'read':
    case 'delete-own':
      return isMember;
    case 'post':
    case 'react':
    case 'edit-own':
      return isMember && !room.settings?.archived;
    case 'mention-room':
      return (
        isMember && ((room.members ?? 0) <= LIMITS.mentionRoomFreely || isModerator(actor) || moderatesServer(actor))
      );
    case 'pin':
      if (room.settings?.archived) return false;
      return room.kind === 'public' ? isModerator(actor) || (isMember && moderatesServer(actor)) : isMember;
    case 'edit-others':
      return false;
    case 'delete-others':
      return room.kind !== 'direct' && (isModerator(actor) || (isMember && moderatesServer(actor)));
    case 'join':
      return !isMember && room.kind === 'public';
    case 'leave':
      return isMember && !room.lobby && room.kind !== 'direct';
    case 'invite':
      return isMember && !room.lobby && room.kind !== 'direct';
    case 'change-settings':
      return room.kind !== 'direct' && (actor.roomRole === 'owner' || (isMember && actor.role === 'operator'));
    case 'change-topic':
      return room.kind !== 'direct' && (isModerator(actor) || (isMember && moderatesServer(actor)));
    case 'archive':
    case 'set-role':
      return !room.lobby && may(actor, 'change-settings', room);
    case 'remove-member':
      return !room.lobby && room.kind !== 'direct' && (isModerator(actor) || (isMember && moderatesServer(actor)));
  }
}

function isModerator({ roomRole }: Actor): boolean {
  return roomRole === 'owner' || roomRole === 'moderator';
}

function moderatesServer({ role }: Actor): boolean {
  return role === 'operator' || role === 'moderator';
}
