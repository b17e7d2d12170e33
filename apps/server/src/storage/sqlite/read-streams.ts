import type { DatabaseSync } from 'node:sqlite';
import type { AccountEvent } from '@skein/protocol/accounts';
import { LIMITS } from '@skein/protocol/limits';
import type { Person } from '@skein/protocol/people';
import { accountViewOf } from '../../accounts/account-view.ts';
import type { AccountEventKind } from '../schema.ts';
import type { ReadStore } from '../store.ts';
import { pageSize } from '../paging.ts';
import type { RoomReads } from './read-rooms.ts';
import { roomEvents } from './room-events.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'pageForMember' | 'pageForWorker' | 'accountPage' | 'accountSnapshot';

type AccountReads = Pick<RoomReads, 'roomView'> &
  Synchronous<Pick<ReadStore, 'accountById'>> & {
    /** Who brought somebody in by an event of a room, as they are called now. */
    readonly inviter: (room: string, seq: number) => Person | undefined;
  };

export function readStreams(
  database: DatabaseSync,
  rooms: RoomReads,
  { accountById }: Synchronous<Pick<ReadStore, 'accountById'>>,
): Synchronous<Pick<ReadStore, Methods>> {
  const eventsBetween = roomEvents(database);
  const accountEvents = prepareAccountEvents(database);
  const inviters = prepareInviters(database);
  const inviter = (room: string, seq: number) => {
    const found = inviters.get({ room, seq });
    return found && { id: found.id, name: found.name };
  };
  const reads: AccountReads = { roomView: rooms.roomView, accountById, inviter };

  const accountSnapshot = (account: string) =>
    ({ t: 'snapshot', seq: rooms.accountSeq(account), rooms: rooms.viewsOf(account) }) as const;

  return {
    pageForMember({ room, account, after, limit }) {
      const member = rooms.asMember(room, account);
      if (!member) return { kind: 'not-a-member' };
      const { seq, floor } = member.room;
      if (after < floor || !isWithinResume(after, seq)) return { kind: 'reset', room: member.view };
      return { kind: 'page', events: eventsBetween(room, after, after + pageSize(limit)), seq };
    },

    pageForWorker({ room, after, limit }) {
      const { seq, floor } = rooms.room(room) ?? { seq: 0, floor: 0 };
      return { events: after < floor ? [] : eventsBetween(room, after, after + pageSize(limit)), seq, floor };
    },

    accountSnapshot,

    accountPage({ account, after, limit }) {
      const seq = rooms.accountSeq(account);
      if (!isWithinResume(after, seq)) return { kind: 'reset', snapshot: accountSnapshot(account) };
      const stored = accountEvents.all({ account, after, upTo: after + pageSize(limit) });
      return {
        kind: 'page',
        events: stored.map((event) => toAccountEvent(event, account, reads)),
        seq,
      };
    },
  };
}

function isWithinResume(after: number, seq: number): boolean {
  return after <= seq && seq - after <= LIMITS.resumeEvents;
}

interface StoredAccountEvent {
  readonly seq: number;
  readonly kind: AccountEventKind;
  readonly room: string;
  readonly n: number | null;
  readonly message: number | null;
}

/**
 * An event of a room that the account is no longer in is told as `exited`, whatever it was: the room cannot be shown any
 * more, and the stream must have no gap. The client forgets a room it does not have, which is nothing. What was set is told
 * as it is now.
 */
function toAccountEvent(event: StoredAccountEvent, account: string, reads: AccountReads): AccountEvent {
  const { seq, kind, room, n, message } = event;
  if (kind === 'account') return { t: 'account', seq, account: accountViewOf(reads.accountById(account)!) };
  const view = reads.roomView(room, account);
  if (!view) return { t: 'exited', seq, room };
  switch (kind) {
    case 'exited':
      return { t: 'exited', seq, room };
    case 'entered': {
      const invitedBy = message === null ? undefined : reads.inviter(room, message);
      return { t: 'entered', seq, room: view, ...(invitedBy && { invitedBy }) };
    }
    case 'read':
      return { t: 'read', seq, room, n: n ?? 0 };
    case 'replies-read':
      return { t: 'replies-read', seq, room, message: message ?? 0, n: n ?? 0 };
    case 'mentioned-late':
      return { t: 'mentioned', seq, room, message: message ?? 0, n: n ?? 0, late: true };
    case 'mentioned':
    case 'unmentioned':
    case 'saved':
    case 'unsaved':
      return { t: kind, seq, room, message: message ?? 0, n: n ?? 0 };
    case 'preferences':
      return { t: 'preferences', seq, room, preferences: view.preferences ?? {} };
  }
}

function prepareInviters(database: DatabaseSync) {
  return prepare(database, (p: { room: string; seq: number }) =>
    query
      .selectFrom('room_events')
      .innerJoin('accounts as inviter', 'inviter.id', 'room_events.actor_id')
      .select(['inviter.id', 'inviter.name'])
      .where('room_events.room_id', '=', p.room)
      .where('room_events.seq', '=', p.seq),
  );
}

function prepareAccountEvents(database: DatabaseSync) {
  return prepare(database, (p: { account: string; after: number; upTo: number }) =>
    query
      .selectFrom('account_events')
      .select(['seq', 'kind', 'room_id as room', 'n', 'message_seq as message'])
      .where('account_id', '=', p.account)
      .where('seq', '>', p.after)
      .where('seq', '<=', p.upTo)
      .orderBy('seq'),
  );
}
