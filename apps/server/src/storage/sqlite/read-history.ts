import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@skein/protocol/limits';
import type { Message } from '@skein/protocol/rooms';
import { historyRange } from '../history-range.ts';
import { pageSize } from '../paging.ts';
import type { ReadStore } from '../store.ts';
import { gathering } from './gathered.ts';
import { pageWeights } from './page-weights.ts';
import type { RoomReads } from './read-rooms.ts';
import { roomEvents } from './room-events.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

/** Each is looked up by itself: they stand anywhere in their room. */
const REPLIES_ROWS = 50;

/** What members ask for over REST: pages of a room, and of the replies to a message. */
export function readHistory(
  database: DatabaseSync,
  rooms: RoomReads,
): Synchronous<Pick<ReadStore, 'history' | 'replies' | 'reactors' | 'pins' | 'inbox' | 'saved'>> {
  const eventsBetween = roomEvents(database);
  const withGathered = gathering(database);
  const shortened = pageWeights(database);
  const statements = prepareStatements(database);

  const pageOf = (room: string, account: string, after: number, upTo: number) =>
    withGathered({ room, account, after, upTo }, eventsBetween(room, after, upTo));

  const messageAt = (room: string, account: string, seq: number): Message | undefined =>
    pageOf(room, account, seq - 1, seq).find((event) => event.t === 'message');

  return {
    history({ room, account, from, limit }) {
      const member = rooms.asMember(room, account);
      if (!member) return undefined;
      const { after, upTo, ...rest } = historyRange(member.room, from, pageSize(limit), (span, anchor) =>
        shortened({ room, ...span }, anchor),
      );
      return { events: pageOf(room, account, after, upTo), ...rest };
    },

    replies({ room, account, message: seq, before = Number.MAX_SAFE_INTEGER, limit }) {
      if (!rooms.roleIn(room, account)) return undefined;
      const root = statements.root.get({ room, message: seq })?.root ?? seq;
      const size = Math.min(pageSize(limit), REPLIES_ROWS);
      const found = statements.replies.all({ room, root, before, limit: size + 1 });
      const message = messageAt(room, account, root) ?? null;
      if (!message && found.length === 0) return undefined;
      const replies = found.slice(0, size).map((reply) => messageAt(room, account, reply.seq));
      return { message, replies: replies.filter((reply) => reply !== undefined).reverse(), more: found.length > size };
    },

    reactors({ room, account, message, emoji, after = 0, limit }) {
      if (!rooms.roleIn(room, account) || !messageAt(room, account, message)) return undefined;
      const size = pageSize(limit);
      const found = statements.reactors.all({ room, message, emoji, after, limit: size + 1 });
      const people = found.slice(0, size).map(({ id, name }) => ({ id, name }));
      return found.length > size ? { people, next: found[size - 1]!.seq } : { people };
    },

    inbox({ account, before = Number.MAX_SAFE_INTEGER, limit }) {
      const size = Math.min(pageSize(limit), REPLIES_ROWS);
      const found = statements.inbox.all({ account, before, limit: size + 1 });
      const page = found.slice(0, size);
      const items = page.flatMap(({ seq, kind, room, n, late, message: at }) => {
        const read = rooms.roomView(room, account)?.read;
        const message = read === undefined ? undefined : messageAt(room, account, at);
        return message && read !== undefined ? [{ seq, kind, isRead: n <= read && late === null, message }] : [];
      });
      const last = page.at(-1);
      return found.length > size && last ? { items, more: true, before: last.seq } : { items, more: false };
    },

    saved({ account, before = Number.MAX_SAFE_INTEGER, limit }) {
      const size = Math.min(pageSize(limit), REPLIES_ROWS);
      const found = statements.saved.all({ account, before, limit: size + 1 });
      const page = found.slice(0, size);
      const items = page.flatMap(({ seq, room, message: at }) => {
        const message = rooms.roleIn(room, account) && messageAt(room, account, at);
        return message ? [{ seq, message }] : [];
      });
      const last = page.at(-1);
      return found.length > size && last ? { items, more: true, before: last.seq } : { items, more: false };
    },

    pins({ room, account }) {
      if (!rooms.roleIn(room, account)) return undefined;
      const pinned = statements.pins.all({ room }).map(({ message }) => messageAt(room, account, message));
      return { messages: pinned.filter((message) => message !== undefined) };
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    root: prepare(database, (p: { room: string; message: number }) =>
      query.selectFrom('replies').select('root_seq as root').where('room_id', '=', p.room).where('seq', '=', p.message),
    ),
    reactors: prepare(database, (p: { room: string; message: number; emoji: string; after: number; limit: number }) =>
      query
        .selectFrom('reactions')
        .innerJoin('accounts', 'accounts.id', 'reactions.account_id')
        .select(['accounts.id', 'accounts.name', 'reactions.seq'])
        .where('reactions.room_id', '=', p.room)
        .where('reactions.message_seq', '=', p.message)
        .where('reactions.emoji', '=', p.emoji)
        .where('reactions.seq', '>', p.after)
        .orderBy('reactions.seq')
        .limit(p.limit),
    ),
    saved: prepare(database, (p: { account: string; before: number; limit: number }) =>
      query
        .selectFrom('saved_messages')
        .select(['seq', 'room_id as room', 'message_seq as message'])
        .where('account_id', '=', p.account)
        .where('seq', '<', p.before)
        .orderBy('seq', 'desc')
        .limit(p.limit),
    ),
    inbox: prepare(database, (p: { account: string; before: number; limit: number }) =>
      query
        .selectFrom('mentions')
        .select(['seq', 'kind', 'room_id as room', 'n', 'late', 'message_seq as message'])
        .where('account_id', '=', p.account)
        .where('seq', '<', p.before)
        .orderBy('seq', 'desc')
        .limit(p.limit),
    ),
    pins: prepare(database, (p: { room: string }) =>
      query
        .selectFrom('message_tags')
        .select('message_seq as message')
        .where('room_id', '=', p.room)
        .where('pin_seq', 'is not', null)
        .orderBy('pin_seq', 'desc')
        .limit(LIMITS.pinsPerRoom),
    ),
    replies: prepare(database, (p: { room: string; root: number; before: number; limit: number }) =>
      query
        .selectFrom('replies')
        .select('seq')
        .where('room_id', '=', p.room)
        .where('root_seq', '=', p.root)
        .where('r', '<', p.before)
        .orderBy('r', 'desc')
        .limit(p.limit),
    ),
  };
}
