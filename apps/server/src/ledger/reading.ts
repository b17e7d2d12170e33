import { accepted, refused } from '../result.ts';
import type { Judge } from './judgement.ts';

export const read: Judge<'read'> = async ({ account, room, n }, { transaction, changes }) => {
  if ((await transaction.roleIn(room, account)) === undefined) return refused('not_a_member');
  if (await transaction.moveRead(account, room, n)) {
    const seq = await transaction.appendAccountEvent({ account, kind: 'read', room, n });
    changes.accountEvents.push({ account, event: { t: 'read', seq, room, n } });
  }
  return accepted(undefined);
};

export const readReplies: Judge<'read-replies'> = async ({ account, room, message, n }, { transaction, changes }) => {
  if ((await transaction.roleIn(room, account)) === undefined) return refused('not_a_member');
  if (await transaction.moveRepliesRead(account, room, message, n)) {
    const seq = await transaction.appendAccountEvent({ account, kind: 'replies-read', room, message, n });
    changes.accountEvents.push({ account, event: { t: 'replies-read', seq, room, message, n } });
  }
  return accepted(undefined);
};
