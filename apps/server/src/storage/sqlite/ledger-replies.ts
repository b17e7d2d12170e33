import type { DatabaseSync } from 'node:sqlite';
import type { Transaction } from '../store.ts';
import { toQuote } from './quotes.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'quotable' | 'appendReply' | 'moveRepliesRead';

interface MessageKey {
  readonly room: string;
  readonly message: number;
}

interface Group {
  readonly room: string;
  readonly root: number;
}

export function ledgerReplies(database: DatabaseSync): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);
  const markOf = (mark: Group & { account: string }) => statements.mark.get(mark)?.r;

  return {
    quotable(room, seq) {
      const found = statements.message.get({ room, message: seq });
      return found && toQuote({ ...found, seq, root: found.root ?? seq });
    },

    appendReply({ room, author, place, message, root }) {
      const group = { room, root };
      const r = (statements.count.get(group)?.count ?? 0) + 1;
      statements.insertReply.run({ ...group, seq: place.seq, message, r });
      statements.saveGroup.run({ ...group, count: r, seq: place.seq, at: place.at });
      const first = statements.author.get({ room, message: root })?.author;
      if (first !== undefined && first !== author && markOf({ ...group, account: first }) === undefined) {
        statements.saveMark.run({ ...group, account: first, r: 0 });
      }
      statements.saveMark.run({ ...group, account: author, r });
      return r;
    },

    moveRepliesRead(account, room, root, r) {
      const known = markOf({ account, room, root });
      if (known === undefined || r <= known || r > (statements.count.get({ room, root })?.count ?? 0)) return false;
      statements.saveMark.run({ account, room, root, r });
      return true;
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    message: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('messages')
        .innerJoin('accounts as author', 'author.id', 'messages.author_id')
        .leftJoin('replies', (join) =>
          join.onRef('replies.room_id', '=', 'messages.room_id').onRef('replies.seq', '=', 'messages.seq'),
        )
        .leftJoin('message_changes as change', (join) =>
          join.onRef('change.room_id', '=', 'messages.room_id').onRef('change.seq', '=', 'messages.change_seq'),
        )
        .leftJoin('files', (join) =>
          join
            .onRef('files.room_id', '=', 'messages.room_id')
            .onRef('files.message_seq', '=', 'messages.seq')
            .on('files.position', '=', 0),
        )
        .select([
          'messages.n',
          'messages.author_id as by',
          'author.name',
          'messages.body',
          'files.name as file',
          'change.seq as changed',
          'change.kind as change',
          'replies.root_seq as root',
        ])
        .where('messages.room_id', '=', p.room)
        .where('messages.seq', '=', p.message),
    ),
    author: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('messages')
        .select('author_id as author')
        .where('room_id', '=', p.room)
        .where('seq', '=', p.message),
    ),
    count: prepare(database, (p: Group) =>
      query.selectFrom('reply_groups').select('count').where('room_id', '=', p.room).where('root_seq', '=', p.root),
    ),
    insertReply: prepare(database, (p: Group & { seq: number; message: number; r: number }) =>
      query
        .insertInto('replies')
        .values({ room_id: p.room, seq: p.seq, message_seq: p.message, root_seq: p.root, r: p.r }),
    ),
    saveGroup: prepare(database, (p: Group & { count: number; seq: number; at: number }) =>
      query
        .insertInto('reply_groups')
        .values({ room_id: p.room, root_seq: p.root, count: p.count, seq: p.seq, at: p.at })
        .onConflict((conflict) =>
          conflict.columns(['room_id', 'root_seq']).doUpdateSet({ count: p.count, seq: p.seq, at: p.at }),
        ),
    ),
    mark: prepare(database, (p: Group & { account: string }) =>
      query
        .selectFrom('reply_reads')
        .select('r')
        .where('room_id', '=', p.room)
        .where('root_seq', '=', p.root)
        .where('account_id', '=', p.account),
    ),
    saveMark: prepare(database, (p: Group & { account: string; r: number }) =>
      query
        .insertInto('reply_reads')
        .values({ room_id: p.room, root_seq: p.root, account_id: p.account, r: p.r })
        .onConflict((conflict) => conflict.columns(['room_id', 'root_seq', 'account_id']).doUpdateSet({ r: p.r })),
    ),
  };
}
