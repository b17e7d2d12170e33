import { LIMITS } from '@skein/protocol/limits';
import type { RoomEvent } from '@skein/protocol/rooms';
import { accepted, refused } from '../result.ts';
import { may } from '../rooms/may.ts';
import type { TagCounts, Tagging } from '../storage/store.ts';
import { blockIn } from './direct.ts';
import type { Judge } from './judgement.ts';
import { actorIn } from './rooms.ts';

/** Reactions and pins. Each is an event, also where it was there already: so each id stands for one thing that was done (T1). */
export const tag: Judge<'tag'> = async (command, court) => {
  const { transaction, changes, now } = court;
  const account = await transaction.account(command.account);
  const room = await transaction.room(command.room);
  if (!account || !room) return refused('not_a_member');

  const { id, message: seq } = command;
  const tagging: Tagging = { room: room.id, message: seq, by: account.id, id, ...command.tag };
  const earlier = await transaction.earlierTagging(tagging);
  if (earlier.kind === 'repeated') return accepted(earlier.place);
  const actor = await actorIn(account, room.id, court);
  if (!may(actor, 'read', room)) return refused('not_a_member');
  if (earlier.kind === 'reused') return refused('client_id_reused');
  if (room.settings.archived) return refused('room_archived');
  const block = await blockIn(room, account, court);
  if (block) return block;
  if (!may(actor, 'emoji' in tagging ? 'react' : 'pin', room)) return refused('forbidden');

  const message = await transaction.message(room.id, seq);
  if (!message) return refused('not_found');
  if (message.deletion) return refused('message_deleted');
  const refusal = refuseTooMuch(tagging, await transaction.tagCounts(tagging));
  if (refusal) return refusal;

  const { place, count } = await transaction.appendTagging({ ...tagging, now: now() });
  changes.roomEvents.push(toEvent(tagging, account.name, place, count));
  return accepted(place);
};

function refuseTooMuch({ kind }: Tagging, { reactions, own, isThere, isOwn, pins, isPinned }: TagCounts) {
  if (kind === 'pinned' && !isPinned && pins >= LIMITS.pinsPerRoom) return refused('too_many_pins');
  if (kind !== 'reacted' || isOwn) return undefined;
  const isFull = (!isThere && reactions >= LIMITS.reactionsPerMessage) || own >= LIMITS.reactionsPerAccount;
  return isFull ? refused('too_many_reactions') : undefined;
}

function toEvent(
  tagging: Tagging,
  name: string,
  { seq, n, at }: { seq: number; n: number; at: number },
  count: number,
): RoomEvent {
  const { room, by, id, message } = tagging;
  const event = { room, seq, at, by, name, id, message, n };
  return 'emoji' in tagging
    ? { t: tagging.kind, ...event, emoji: tagging.emoji, count }
    : { t: tagging.kind, ...event };
}
