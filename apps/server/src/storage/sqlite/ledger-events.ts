import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@skein/protocol/limits';
import type { MessagePlace, Transaction } from '../store.ts';
import { hashPost, isSameBody } from './body-hash.ts';
import { nextPlace, type KnownRows } from './known-rows.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'appendMessage' | 'earlierPost' | 'appendRoomEvent' | 'appendAccountEvent';
type Message = Parameters<Transaction['appendMessage']>[0];
type RoomEvent = Parameters<Transaction['appendRoomEvent']>[0];
type AccountEvent = Parameters<Transaction['appendAccountEvent']>[0];

export function ledgerEvents(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);

  return {
    appendMessage(message) {
      const room = known.existingRoom(message.room);
      const place = { ...nextPlace(room, message.now), n: room.n + 1 };
      const bodyHash = hashPost(message.body, message);
      const isNew = statements.insertMessage.run({
        ...message,
        ...place,
        bodyHash,
        fromServer: message.fromServer ? 1 : 0,
      });
      if (!isNew) return repeated(statements.messageByClientId.get(message)!, message.room, bodyHash);
      message.files.forEach((file, position) => {
        statements.attach.run({ file, room: room.id, message: place.seq, position });
      });
      known.changeRoom({ ...room, ...place });
      known.setMark(message.author, room.id, place.n);
      return { kind: 'stored', place };
    },

    earlierPost({ room, author, id, body, reply, files }) {
      const first = statements.messageByClientId.get({ author, id });
      return first ? repeated(first, room, hashPost(body, { reply, files })) : { kind: 'none' };
    },

    appendRoomEvent(event) {
      const room = known.existingRoom(event.room);
      const place = nextPlace(room, event.now);
      const settings = event.role === undefined ? null : JSON.stringify({ role: event.role });
      const { role: _, ...rest } = event;
      statements.insertRoomEvent.run({ ...rest, ...place, actor: event.actor ?? null, settings });
      known.changeRoom({ ...room, ...place });
      return place;
    },

    appendAccountEvent(event) {
      const account = known.existingAccount(event.account);
      const seq = account.seq + 1;
      statements.insertAccountEvent.run({ ...event, seq, n: event.n ?? null, message: event.message ?? null });
      if (seq > LIMITS.resumeEvents) {
        statements.forgetAccountEvents.run({ account: account.id, upTo: seq - LIMITS.resumeEvents });
      }
      known.changeAccount({ ...account, seq });
      return seq;
    },
  };
}

interface FirstPost extends MessagePlace {
  readonly room: string;
  readonly bodyHash: string;
}

function repeated({ seq, n, at, ...first }: FirstPost, room: string, bodyHash: string) {
  if (first.room !== room || !isSameBody(first.bodyHash, bodyHash)) return { kind: 'reused' } as const;
  return { kind: 'repeated', place: { seq, n, at } } as const;
}

function prepareStatements(database: DatabaseSync) {
  return {
    insertMessage: prepare(database, (p: MessageValues) =>
      query
        .insertInto('messages')
        .values({
          room_id: p.room,
          seq: p.seq,
          n: p.n,
          at: p.at,
          author_id: p.author,
          client_id: p.id,
          body_hash: p.bodyHash,
          body: p.body,
          from_server: p.fromServer,
        })
        .onConflict((conflict) => conflict.columns(['client_id', 'author_id']).doNothing()),
    ),
    messageByClientId: prepare(database, (p: { author: string; id: string }) =>
      query
        .selectFrom('messages')
        .select(['room_id as room', 'body_hash as bodyHash', 'seq', 'n', 'at'])
        .where('author_id', '=', p.author)
        .where('client_id', '=', p.id),
    ),
    attach: prepare(database, (p: { file: string; room: string; message: number; position: number }) =>
      query
        .updateTable('files')
        .set({ room_id: p.room, message_seq: p.message, position: p.position })
        .where('id', '=', p.file),
    ),
    insertRoomEvent: prepare(
      database,
      (
        p: Omit<RoomEvent, 'actor' | 'role'> & {
          actor: string | null;
          settings: string | null;
          seq: number;
          at: number;
        },
      ) =>
        query.insertInto('room_events').values({
          room_id: p.room,
          seq: p.seq,
          kind: p.kind,
          at: p.at,
          by_id: p.by,
          actor_id: p.actor,
          settings: p.settings,
        }),
    ),
    insertAccountEvent: prepare(database, (p: AccountEventValues) =>
      query
        .insertInto('account_events')
        .values({ account_id: p.account, seq: p.seq, kind: p.kind, room_id: p.room, n: p.n, message_seq: p.message }),
    ),
    forgetAccountEvents: prepare(database, (p: { account: string; upTo: number }) =>
      query.deleteFrom('account_events').where('account_id', '=', p.account).where('seq', '<=', p.upTo),
    ),
  };
}

interface AccountEventValues extends Omit<AccountEvent, 'n' | 'message'> {
  readonly seq: number;
  readonly n: number | null;
  readonly message: number | null;
}

interface MessageValues extends Omit<Message, 'fromServer' | 'reply' | 'files'>, MessagePlace {
  readonly bodyHash: string;
  readonly fromServer: number;
}
