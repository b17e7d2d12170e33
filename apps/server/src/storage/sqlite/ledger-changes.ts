import type { DatabaseSync } from 'node:sqlite';
import type { MessageChangeKind } from '../schema.ts';
import type { MessageChange, MessagePlace, Transaction } from '../store.ts';
import { hashBody, isSameBody, NO_HASH } from './body-hash.ts';
import { nextPlace, type KnownRows } from './known-rows.ts';
import { tagRemoval } from './ledger-tags.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'message' | 'earlierChange' | 'appendChange';

interface MessageKey {
  readonly room: string;
  readonly message: number;
}

export function ledgerChanges(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);
  const removeTags = tagRemoval(database);

  return {
    message(room, seq) {
      const key = { room, message: seq };
      const stored = statements.message.get(key);
      if (!stored) return undefined;
      const { author, n, changeKind, changeSeq, changeAt } = stored;
      const deletion = changeKind === 'deleted' ? { seq: changeSeq!, n, at: changeAt! } : undefined;
      return { author, edits: statements.countEdits.get(key)?.count ?? 0, deletion };
    },

    earlierChange(change) {
      const first = statements.changeByClientId.get(change);
      if (!first) return { kind: 'none' };
      const isSame =
        first.room === change.room &&
        first.message === change.message &&
        first.kind === change.kind &&
        isSameBody(first.bodyHash, hashOf(change));
      return isSame ? { kind: 'repeated', place: { seq: first.seq, n: first.n, at: first.at } } : { kind: 'reused' };
    },

    appendChange(change) {
      const room = known.existingRoom(change.room);
      const stored = statements.message.get(change);
      if (!stored) throw new Error(`there is no message ${change.message} in room ${change.room}`);
      const place = { ...nextPlace(room, change.now), n: stored.n };
      const earlierBody = change.kind === 'edited' ? stored.body : '';
      statements.insertChange.run({ ...change, ...place, bodyHash: hashOf(change), earlierBody });
      if (change.kind === 'edited') {
        statements.editMessage.run({ ...change, seq: place.seq });
      } else {
        statements.blankMessage.run({ ...change, seq: place.seq });
        statements.blankEdits.run(change);
        removeTags(change);
      }
      known.changeRoom({ ...room, seq: place.seq, at: place.at });
      return place;
    },
  };
}

function hashOf(change: MessageChange): string {
  return change.kind === 'edited' ? hashBody(change.body) : NO_HASH;
}

interface ChangeValues extends MessageKey, MessagePlace {
  readonly kind: MessageChangeKind;
  readonly by: string;
  readonly id: string;
  readonly bodyHash: string;
  readonly earlierBody: string;
}

function prepareStatements(database: DatabaseSync) {
  return {
    message: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('messages')
        .leftJoin('message_changes as change', (join) =>
          join.onRef('change.room_id', '=', 'messages.room_id').onRef('change.seq', '=', 'messages.change_seq'),
        )
        .select([
          'messages.author_id as author',
          'messages.n',
          'messages.body',
          'change.kind as changeKind',
          'change.seq as changeSeq',
          'change.at as changeAt',
        ])
        .where('messages.room_id', '=', p.room)
        .where('messages.seq', '=', p.message),
    ),
    countEdits: prepare(database, (p: MessageKey) =>
      query
        .selectFrom('message_changes')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message)
        .where('kind', '=', 'edited'),
    ),
    changeByClientId: prepare(database, (p: { by: string; id: string }) =>
      query
        .selectFrom('message_changes')
        .select(['room_id as room', 'message_seq as message', 'kind', 'body_hash as bodyHash', 'seq', 'n', 'at'])
        .where('client_id', '=', p.id)
        .where('by_id', '=', p.by),
    ),
    insertChange: prepare(database, (p: ChangeValues) =>
      query.insertInto('message_changes').values({
        room_id: p.room,
        seq: p.seq,
        kind: p.kind,
        message_seq: p.message,
        n: p.n,
        at: p.at,
        by_id: p.by,
        client_id: p.id,
        body_hash: p.bodyHash,
        earlier_body: p.earlierBody,
      }),
    ),
    editMessage: prepare(database, (p: MessageKey & { seq: number; body: string }) =>
      query
        .updateTable('messages')
        .set({ body: p.body, change_seq: p.seq })
        .where('room_id', '=', p.room)
        .where('seq', '=', p.message),
    ),
    blankMessage: prepare(database, (p: MessageKey & { seq: number }) =>
      query
        .updateTable('messages')
        .set({ body: '', body_hash: NO_HASH, change_seq: p.seq })
        .where('room_id', '=', p.room)
        .where('seq', '=', p.message),
    ),
    blankEdits: prepare(database, (p: MessageKey) =>
      query
        .updateTable('message_changes')
        .set({ earlier_body: '', body_hash: NO_HASH })
        .where('room_id', '=', p.room)
        .where('message_seq', '=', p.message),
    ),
  };
}
