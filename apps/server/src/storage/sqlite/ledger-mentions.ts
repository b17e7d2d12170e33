import type { DatabaseSync } from 'node:sqlite';
import { LOBBY_ID } from '../lobby.ts';
import type { Mention, Transaction } from '../store.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'membersOf' | 'addMention' | 'mentionedIn' | 'seeMention' | 'removeMentions';

interface MessageKey {
  readonly room: string;
  readonly message: number;
}

export function ledgerMentions(database: DatabaseSync): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);
  const mentionedIn = (room: string, message: number): string[] =>
    statements.ofMessage.all({ room, message }).map(({ account }) => account);

  return {
    membersOf(room, limit) {
      const found = room === LOBBY_ID ? statements.everybody.all({ limit }) : statements.members.all({ room, limit });
      return found.map(({ id }) => id);
    },

    addMention: ({ isLate, edit = null, ...mention }) =>
      void statements.add.run({ ...mention, late: isLate ? 1 : null, edit }),

    mentionedIn,

    seeMention(account, room, message) {
      const found = statements.late.get({ account, room, message });
      if (found) statements.see.run({ account, seq: found.seq });
      return found?.n;
    },

    removeMentions(room, message) {
      const accounts = mentionedIn(room, message);
      if (accounts.length > 0) statements.remove.run({ room, message });
      return accounts;
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    members: prepare(database, (p: { room: string; limit: number }) =>
      query
        .selectFrom('members')
        .select('account_id as id')
        .where('room_id', '=', p.room)
        .orderBy('account_id')
        .limit(p.limit),
    ),
    everybody: prepare(database, (p: { limit: number }) =>
      query.selectFrom('accounts').select('id').where('kind', '=', 'person').orderBy('login_key').limit(p.limit),
    ),
    add: prepare(database, (p: Omit<Mention, 'isLate' | 'edit'> & { late: number | null; edit: number | null }) =>
      query.insertInto('mentions').values({
        account_id: p.account,
        seq: p.seq,
        room_id: p.room,
        n: p.n,
        message_seq: p.message,
        kind: p.kind,
        late: p.late,
        edit_seq: p.edit,
      }),
    ),
    late: prepare(database, (p: MessageKey & { account: string }) =>
      query
        .selectFrom('mentions')
        .select(['seq', 'n'])
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message)
        .where('account_id', '=', p.account)
        .where('late', 'is not', null),
    ),
    see: prepare(database, (p: { account: string; seq: number }) =>
      query.updateTable('mentions').set({ late: null }).where('account_id', '=', p.account).where('seq', '=', p.seq),
    ),
    ofMessage: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('mentions')
        .select('account_id as account')
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
    remove: prepare(database, (p: MessageKey) =>
      query.deleteFrom('mentions').where('room_id', '=', p.room).where('message_seq', '=', p.message),
    ),
  };
}
