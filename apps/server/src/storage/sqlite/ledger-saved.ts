import type { DatabaseSync } from 'node:sqlite';
import type { SavedMessage, Transaction } from '../store.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'savedFacts' | 'saveMessage' | 'unsaveMessage' | 'saversOf';
type Key = Omit<SavedMessage, 'seq'>;

export function ledgerSaved(database: DatabaseSync): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);

  return {
    savedFacts: (account, room, message) => ({
      isSaved: statements.saved.get({ account, room, message }) !== undefined,
      count: statements.count.get({ account })?.count ?? 0,
    }),
    saveMessage: (saved) => void statements.save.run(saved),
    unsaveMessage: (account, room, message) => void statements.remove.run({ account, room, message }),
    saversOf: (room, message) => statements.savers.all({ room, message }).map(({ account }) => account),
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    saved: prepare(database, (p: Key) =>
      query
        .selectFrom('saved_messages')
        .select('seq')
        .where('account_id', '=', p.account)
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
    count: prepare(database, (p: { account: string }) =>
      query
        .selectFrom('saved_messages')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('account_id', '=', p.account),
    ),
    save: prepare(database, (p: SavedMessage) =>
      query
        .insertInto('saved_messages')
        .values({ account_id: p.account, room_id: p.room, message_seq: p.message, seq: p.seq }),
    ),
    remove: prepare(database, (p: Key) =>
      query
        .deleteFrom('saved_messages')
        .where('account_id', '=', p.account)
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
    savers: prepare(database, (p: { room: string; message: number }) =>
      query
        .selectFrom('saved_messages')
        .select('account_id as account')
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
  };
}
