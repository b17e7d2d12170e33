import { LIMITS } from '@skein/protocol/limits';
import type { RoomEvent } from '@skein/protocol/rooms';
import { accepted, refused, type Result } from '../result.ts';
import { may, type RoomAction } from '../rooms/may.ts';
import type { MessageChange, MessageFacts, MessagePlace } from '../storage/store.ts';
import type { Court, Judge } from './judgement.ts';
import { blockIn } from './direct.ts';
import { namedIn, takeMentionsBack, tellMentioned } from './mentioning.ts';
import { actorIn } from './rooms.ts';
import { forgetSaved } from './saving.ts';

export const edit: Judge<'edit'> = ({ account, room, message, id, body }, court) =>
  change({ kind: 'edited', room, message, by: account, id, body }, court);

export const remove: Judge<'delete'> = ({ account, room, message, id }, court) =>
  change({ kind: 'deleted', room, message, by: account, id }, court);

async function change(asked: MessageChange, court: Court): Promise<Result<MessagePlace>> {
  const { transaction, changes, now } = court;
  const account = await transaction.account(asked.by);
  const room = await transaction.room(asked.room);
  if (!account || !room) return refused('not_a_member');

  // Before it is judged: what was done once gets its first answer also when it could not be done again.
  const earlier = await transaction.earlierChange(asked);
  if (earlier.kind === 'repeated') return accepted(earlier.place);
  const actor = await actorIn(account, room.id, court);
  if (!may(actor, 'read', room)) return refused('not_a_member');
  if (earlier.kind === 'reused') return refused('client_id_reused');

  const message = await transaction.message(room.id, asked.message);
  if (!message) return refused('not_found');
  if (asked.kind === 'edited' && room.settings.archived) return refused('room_archived');
  const block = asked.kind === 'edited' ? await blockIn(room, account, court) : undefined;
  if (block) return block;
  if (!may(actor, actionOf(asked, message), room)) return refused('forbidden');
  if (message.deletion) return asked.kind === 'deleted' ? accepted(message.deletion) : refused('message_deleted');
  if (asked.kind === 'edited' && message.edits >= LIMITS.editsPerMessage) return refused('too_many_edits');

  const place = await transaction.appendChange({ ...asked, now: now() });
  if (asked.kind === 'deleted') {
    changes.removedFiles.push(...(await transaction.removeFilesOf(room.id, asked.message)));
    await takeMentionsBack(room.id, { message: asked.message, n: place.n }, court);
    await forgetSaved(room.id, { message: asked.message, n: place.n }, court);
  }
  const named = asked.kind === 'edited' ? await namedIn(asked.body, court) : {};
  changes.roomEvents.push({ ...toEvent(asked, account.name, place), ...named });
  if (asked.kind === 'edited' && asked.body.includes('<@')) {
    const told = new Set(await transaction.mentionedIn(room.id, asked.message));
    const edited = { room: room.id, body: asked.body, place: { seq: asked.message, n: place.n } };
    await tellMentioned({ ...edited, author: { id: message.author }, answered: undefined }, court, {
      seq: place.seq,
      told,
    });
  }
  return accepted(place);
}

function actionOf({ kind, by }: MessageChange, { author }: MessageFacts): RoomAction {
  if (kind === 'edited') return by === author ? 'edit-own' : 'edit-others';
  return by === author ? 'delete-own' : 'delete-others';
}

function toEvent(asked: MessageChange, name: string, { seq, n, at }: MessagePlace): RoomEvent {
  const { room, by, id, message } = asked;
  const event = { room, seq, at, by, name, id, message, n };
  return asked.kind === 'edited' ? { t: 'edited', ...event, body: asked.body } : { t: 'deleted', ...event };
}
