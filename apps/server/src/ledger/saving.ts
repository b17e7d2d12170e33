import { LIMITS } from '@skein/protocol/limits';
import { accepted, refused } from '../result.ts';
import { may } from '../rooms/may.ts';
import type { Court, Judge } from './judgement.ts';
import { actorIn } from './rooms.ts';

/** What is so already is no event (L1). */
export const save: Judge<'save'> = async ({ account: by, room: id, message: seq, isSaved }, court) => {
  const { transaction } = court;
  const [account, room] = [await transaction.account(by), await transaction.room(id)];
  if (!account || !room || !may(await actorIn(account, id, court), 'read', room)) return refused('not_found');
  const message = await transaction.quotable(id, seq);
  if (!message) return refused('not_found');
  const facts = await transaction.savedFacts(by, id, seq);
  if (facts.isSaved === isSaved) return accepted(undefined);
  if (isSaved && message.deleted) return refused('message_deleted');
  if (isSaved && facts.count >= LIMITS.savedMessages) return refused('too_many_saved');
  await setSaved(by, { room: id, message: seq, n: message.n, isSaved }, court);
  return accepted(undefined);
};

/** A message that is deleted is nobody's any more. Who has left the room hears nothing from there. */
export async function forgetSaved(room: string, { message, n }: { message: number; n: number }, court: Court) {
  const { transaction } = court;
  for (const account of await transaction.saversOf(room, message)) {
    if (await transaction.roleIn(room, account)) await setSaved(account, { room, message, n, isSaved: false }, court);
    else await transaction.unsaveMessage(account, room, message);
  }
}

interface Saving {
  readonly room: string;
  readonly message: number;
  readonly n: number;
  readonly isSaved: boolean;
}

async function setSaved(account: string, { room, message, n, isSaved }: Saving, { transaction, changes }: Court) {
  const kind = isSaved ? 'saved' : 'unsaved';
  const seq = await transaction.appendAccountEvent({ account, kind, room, message, n });
  if (isSaved) await transaction.saveMessage({ account, room, message, seq });
  else await transaction.unsaveMessage(account, room, message);
  changes.accountEvents.push({ account, event: { t: kind, seq, room, message, n } });
}
