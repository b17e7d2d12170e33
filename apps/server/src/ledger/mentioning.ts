import { LIMITS } from '@skein/protocol/limits';
import { mentionsIn } from '@skein/protocol/mentions';
import type { Person } from '@skein/protocol/people';
import type { MentionKind } from '@skein/protocol/rest';
import type { Quote } from '@skein/protocol/rooms';
import { may } from '../rooms/may.ts';
import type { MessagePlace } from '../storage/store.ts';
import { accepted, refused } from '../result.ts';
import type { Court, Judge } from './judgement.ts';
import { actorIn } from './rooms.ts';

interface Posted {
  readonly room: string;
  readonly author: { readonly id: string };
  readonly body: string;
  readonly answered: Omit<Quote, 'r'> | undefined;
  readonly place: Pick<MessagePlace, 'seq' | 'n'>;
}

interface TellingEdit {
  readonly seq: number;
  /** Whom the message has told before. */
  readonly told: ReadonlySet<string>;
}

/**
 * Tells whom a message mentions or answers in their own streams, each once, also where an edit mentions them (M3).
 * @param edit where it is an edit that tells them
 */
export async function tellMentioned(posted: Posted, court: Court, edit?: TellingEdit): Promise<void> {
  const { room, author, place } = posted;
  const { transaction, changes } = court;
  const { seq: message, n } = place;
  for (const [id, kind] of await mentionedBy(posted, court)) {
    if (edit?.told.has(id)) continue;
    const account = await transaction.account(id);
    const isToTell = account && account.id !== author.id && !account.settings.blocked?.includes(author.id);
    if (!isToTell || !(await transaction.roleIn(room, id))) continue;
    const isLate = edit !== undefined && (await transaction.roomView(room, id))!.read >= n;
    const event = { account: id, kind: isLate ? 'mentioned-late' : 'mentioned', room, message, n } as const;
    const seq = await transaction.appendAccountEvent(event);
    await transaction.addMention({ account: id, seq, room, n, message, kind, isLate, edit: edit?.seq });
    const late = isLate ? ({ late: true } as const) : {};
    changes.accountEvents.push({ account: id, event: { t: 'mentioned', seq, room, message, n, ...late } });
  }
}

/** What mentioned somebody is deleted. */
export async function takeMentionsBack(room: string, { message, n }: { message: number; n: number }, court: Court) {
  const { transaction, changes } = court;
  for (const account of await transaction.removeMentions(room, message)) {
    if (!(await transaction.roleIn(room, account))) continue;
    const seq = await transaction.appendAccountEvent({ account, kind: 'unmentioned', room, message, n });
    changes.accountEvents.push({ account, event: { t: 'unmentioned', seq, room, message, n } });
  }
}

/** A late mention was seen by whom it was for (M6). */
export const readMention: Judge<'read-mention'> = async ({ account, room, message }, { transaction, changes }) => {
  if (!(await transaction.roleIn(room, account))) return refused('not_found');
  const n = await transaction.seeMention(account, room, message);
  if (n === undefined) return accepted(undefined);
  const seq = await transaction.appendAccountEvent({ account, kind: 'unmentioned', room, message, n });
  changes.accountEvents.push({ account, event: { t: 'unmentioned', seq, room, message, n } });
  return accepted(undefined);
};

/** Whom a body names, as they are called now (M2). */
export async function namedIn(body: string, { transaction }: Court): Promise<{ mentions?: Person[] }> {
  const people: Person[] = [];
  for (const id of mentionsIn(body).ids) {
    const account = await transaction.account(id);
    if (account) people.push({ id, name: account.name });
  }
  return people.length > 0 ? { mentions: people } : {};
}

/** In the order of weight: who is named is told so, and not that everybody is. */
async function mentionedBy({ room, author, body, answered }: Posted, court: Court) {
  const { ids, here: isHere, room: isRoom } = mentionsIn(body);
  const told = new Map<string, MentionKind>(ids.map((id) => [id, 'mention']));
  const tell = (id: string, kind: MentionKind): void => {
    if (!told.has(id)) told.set(id, kind);
  };
  if (answered) {
    tell(answered.by, 'reply');
    const first = await court.transaction.message(room, answered.root);
    if (first) tell(first.author, 'reply');
  }
  if (!isRoom && !isHere) return told;
  for (const id of await everybodyIn(room, author.id, court)) {
    if (isRoom) tell(id, 'room');
    else if (court.isConnected(id)) tell(id, 'here');
  }
  return told;
}

/** Where the author may mention them all, and they are not too many (M4). */
async function everybodyIn(roomId: string, authorId: string, court: Court): Promise<readonly string[]> {
  const { transaction } = court;
  const [room, author] = [await transaction.room(roomId), await transaction.account(authorId)];
  if (!room || !author || room.members > LIMITS.mentionRoom) return [];
  if (!may(await actorIn(author, roomId, court), 'mention-room', room)) return [];
  return transaction.membersOf(roomId, LIMITS.mentionRoom);
}
