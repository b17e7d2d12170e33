import { LIMITS } from '@skein/protocol/limits';
import type { RoomRole } from '@skein/protocol/rooms';
import { accepted, refused, type Result } from '../result.ts';
import { may, type Actor } from '../rooms/may.ts';
import type { AccountRow, RoomRow } from '../storage/rows.ts';
import type { Court, Judge } from './judgement.ts';

/** Of a refusal: not the caller is meant. */
export const OF_ANOTHER = { params: { whose: 'other' } };

export const createRoom: Judge<'create-room'> = async ({ by, name, nameKey, roomKind }, court) => {
  const { transaction, changes, now } = court;
  const owner = await transaction.account(by);
  if (!owner || owner.disabled) return refused('forbidden');
  if (await isInTooManyRooms(by, court)) return refused('too_many_rooms');
  const id = court.makeId();
  const created = await transaction.createRoom({ id, kind: roomKind, lobby: false, name, nameKey, createdAt: now() });
  if (created === 'taken') return refused('name_taken');
  const place = await transaction.appendRoomEvent({ room: id, kind: 'created', by, actor: undefined, now: now() });
  changes.roomEvents.push({ t: 'created', room: id, ...place, by, name: owner.name });
  await transaction.addMember({ room: id, account: by, role: 'owner', at: place.at });
  return accepted(await enter(by, id, court));
};

export const join: Judge<'join'> = async (command, court) => {
  const { transaction } = court;
  const account = await transaction.account(command.account);
  const room = await transaction.room(command.room);
  if (!account || !room) return refused('not_found');
  const actor = await actorIn(account, room.id, court);
  if (actor.roomRole) return refused('already_a_member');
  if (!may(actor, 'join', room)) return refused('not_found');
  if (await transaction.isBanned(room.id, account.id)) return refused('banned');
  if (await isInTooManyRooms(account.id, court)) return refused('too_many_rooms');
  return accepted(await addMember(account, room, undefined, court));
};

export const invite: Judge<'invite'> = async ({ by, room: roomId, loginKey }, court) => {
  const { transaction } = court;
  const inviter = await transaction.account(by);
  const room = await transaction.room(roomId);
  if (!inviter || !room) return refused('not_found');
  const actor = await actorIn(inviter, roomId, court);
  if (!may(actor, 'see', room)) return refused('not_found');
  if (!may(actor, 'invite', room)) return refused('forbidden');
  const guest = await transaction.accountByLoginKey(loginKey);
  if (!guest || guest.disabled || guest.kind === 'system') return refused('not_found');
  if (await transaction.roleIn(roomId, guest.id)) return refused('already_a_member');
  if (await transaction.isBanned(roomId, guest.id)) return refused('banned');
  if (await isInTooManyRooms(guest.id, court)) return refused('too_many_rooms', OF_ANOTHER);
  await addMember(guest, room, inviter, court);
  return accepted(undefined);
};

export const leave: Judge<'leave'> = async (command, court) => {
  const account = await court.transaction.account(command.account);
  const room = await court.transaction.room(command.room);
  if (!account || !room) return refused('not_a_member');
  const actor = await actorIn(account, room.id, court);
  if (!actor.roomRole) return refused('not_a_member');
  if (!may(actor, 'leave', room)) return refused('cannot_leave');
  if (await wouldBeWithoutOwner(room, actor.roomRole, court)) return refused('last_owner');
  await removeMember(account, room, undefined, court);
  return accepted(undefined);
};

export const remove: Judge<'remove'> = async ({ by, room: roomId, account }, court) => {
  const { transaction } = court;
  const judged = await judgeRemover(by, roomId, court);
  if (!judged.ok) return judged;
  const { remover, actor, room } = judged.value;
  const removed = await transaction.account(account);
  const role = removed && (await transaction.roleIn(roomId, account));
  if (!role) return refused('not_found');
  if (role === 'owner' && actor.roomRole !== 'owner') return refused('forbidden');
  if (await wouldBeWithoutOwner(room, role, court)) return refused('last_owner');
  await removeMember(removed, room, remover, court);
  return accepted(undefined);
};

/** Whether others would stay behind without an owner if somebody with this role went: there has to be another one first. */
async function wouldBeWithoutOwner(room: RoomRow, role: RoomRole, { transaction }: Court): Promise<boolean> {
  return role === 'owner' && room.members > 1 && (await transaction.ownerCountOf(room.id)) === 1;
}

/** Whoever is kept out need not be a member at that moment: they may have left, or not have come yet. */
export const ban: Judge<'ban'> = async ({ by, room: roomId, account }, court) => {
  const { transaction, now } = court;
  const judged = await judgeRemover(by, roomId, court);
  if (!judged.ok) return judged;
  const { remover, actor, room } = judged.value;
  const banned = await transaction.account(account);
  if (!banned || banned.kind === 'system') return refused('not_found');
  const role = await transaction.roleIn(roomId, account);
  if (account === by || (role === 'owner' && actor.roomRole !== 'owner')) return refused('forbidden');
  await transaction.addBan({ room: roomId, account, by, at: now() });
  if (role) await removeMember(banned, room, remover, court);
  return accepted(undefined);
};

export const unban: Judge<'unban'> = async ({ by, room, account }, court) => {
  const judged = await judgeRemover(by, room, court);
  if (!judged.ok) return judged;
  await court.transaction.removeBan(room, account);
  return accepted(undefined);
};

/** Whether somebody may remove members of a room, keep people out of it and let them in again. */
async function judgeRemover(by: string, roomId: string, court: Court): Promise<Result<Removing>> {
  const remover = await court.transaction.account(by);
  const room = await court.transaction.room(roomId);
  if (!remover || !room) return refused('not_found');
  const actor = await actorIn(remover, roomId, court);
  if (!may(actor, 'see', room)) return refused('not_found');
  if (!may(actor, 'remove-member', room)) return refused('forbidden');
  return accepted({ remover, actor, room });
}

interface Removing {
  readonly remover: AccountRow;
  readonly actor: Actor;
  readonly room: RoomRow;
}

/** The account as `may` wants to see it in a room. */
export async function actorIn(account: AccountRow, room: string, { transaction }: Court): Promise<Actor> {
  const roomRole = await transaction.roleIn(room, account.id);
  return { kind: account.kind, role: account.role, disabled: account.disabled, roomRole };
}

/** Whether an account has no place for a room that it makes, joins or is invited to. */
export async function isInTooManyRooms(account: string, { transaction }: Court): Promise<boolean> {
  const { all, openedByOthers } = await transaction.roomCountsOf(account);
  return all - openedByOthers >= LIMITS.roomsPerAccount;
}

async function addMember(account: AccountRow, room: RoomRow, inviter: AccountRow | undefined, court: Court) {
  const { transaction, changes, now } = court;
  const { id: by, name } = account;
  const event = { room: room.id, kind: 'joined', by, actor: inviter?.id, now: now() } as const;
  const place = await transaction.appendRoomEvent(event);
  await transaction.addMember({ room: room.id, account: by, role: 'member', at: place.at });
  const invitedBy = inviter ? { invitedBy: inviter.name, actor: inviter.id } : {};
  changes.roomEvents.push({ t: 'joined', room: room.id, ...place, by, name, ...invitedBy });
  return enter(by, room.id, court, inviter && { by: inviter, seq: place.seq });
}

/** By whom somebody was brought into a room, and the event there that says so. */
interface Invitation {
  readonly by: AccountRow;
  readonly seq: number;
}

/** Tells the account's own stream of its new room; its clients then take up the room's stream. */
export async function enter(account: string, room: string, court: Court, invitation?: Invitation) {
  const { transaction, changes } = court;
  if (invitation) await markNew(account, room, court);
  const event = { account, kind: 'entered', room } as const;
  const seq = await transaction.appendAccountEvent(invitation ? { ...event, message: invitation.seq } : event);
  const view = await transaction.roomView(room, account);
  if (!view) throw new Error(`account ${account} was added to room ${room} but is not in it`);
  const invitedBy = invitation && { invitedBy: { id: invitation.by.id, name: invitation.by.name } };
  changes.accountEvents.push({ account, event: { t: 'entered', seq, room: view, ...invitedBy } });
  return view;
}

/** Whoever is brought in has not seen the room until they open it (S10). What else they had set for it stays. */
async function markNew(account: string, room: string, { transaction }: Court): Promise<void> {
  const { n, preferences } = (await transaction.roomView(room, account))!;
  await transaction.setPreferences(account, room, { ...preferences, unreadFrom: n + 1 });
}

async function removeMember(account: AccountRow, room: RoomRow, remover: AccountRow | undefined, court: Court) {
  const { transaction, changes, now } = court;
  const { id: by, name } = account;
  const place = await transaction.appendRoomEvent({ room: room.id, kind: 'left', by, actor: remover?.id, now: now() });
  await transaction.removeMember(room.id, by);
  const removedBy = remover ? { removedBy: remover.name, actor: remover.id } : {};
  changes.roomEvents.push({ t: 'left', room: room.id, ...place, by, name, ...removedBy });
  const seq = await transaction.appendAccountEvent({ account: by, kind: 'exited', room: room.id });
  changes.accountEvents.push({ account: by, event: { t: 'exited', seq, room: room.id } });
}
