import type { AccountEvent, AccountSnapshot } from '@skein/protocol/accounts';
import { LIMITS } from '@skein/protocol/limits';
import type { Message } from '@skein/protocol/rooms';
import { historyRange } from '../history-range.ts';
import { accountViewOf, profileOf } from '../../accounts/account-view.ts';
import { LOBBY_ID } from '../lobby.ts';
import {
  DIRECTORY_PARTS,
  directoryKey,
  directoryStart,
  endOfPrefix,
  pageSize,
  startOfPage,
  toPage,
} from '../paging.ts';
import { promised, type Synchronous } from '../synchronous.ts';
import type { AccountRow } from '../rows.ts';
import type { ReadStore } from '../store.ts';
import { keyOf, type AccountEventRow, type BanRow, type MemoryDisk } from './memory-disk.ts';
import { RoomReads, serverRow } from './room-reads.ts';

/** A reader of what was committed. */
export function openMemoryReads(disk: MemoryDisk): ReadStore {
  const close = { [Symbol.asyncDispose]: async () => undefined };
  return { ...promised<ReadStore>(reads(disk), (call) => call()), ...close };
}

function reads({ committed: rows }: MemoryDisk): Synchronous<ReadStore> {
  const rooms = new RoomReads(rows);
  const accountSeq = (account: string) => rows.accounts.get(account)?.seq ?? 0;
  const roomSeq = (room: string) => rows.rooms.get(room)?.seq ?? 0;
  const accountSnapshot = (account: string): AccountSnapshot => ({
    t: 'snapshot',
    seq: accountSeq(account),
    rooms: [...rooms.viewsOf(account)],
  });

  return {
    server: () => serverRow(rows),
    accountById: (id) => rows.accounts.get(id),
    accountByLoginKey: (loginKey) => rows.accounts.get(rows.names.get(keyOf('login', loginKey)) ?? ''),

    session(id, now) {
      const session = rows.sessions.get(id);
      const account = session && rows.accounts.get(session.account);
      if (!account || account.disabled || session.expiresAt <= now) return undefined;
      return { session, account };
    },

    sessionsOf: (account, now) =>
      [...rows.sessions.values()]
        .filter((session) => session.account === account && session.expiresAt > now)
        .sort((left, right) => right.createdAt - left.createdAt)
        .slice(0, LIMITS.pageRows),

    resetLink(tokenHash, now) {
      const link = rows.resetLinks.get(tokenHash);
      return link && link.expiresAt > now ? { account: link.account } : undefined;
    },

    room: (id) => rows.rooms.get(id),
    roomView: (room, account) => rooms.viewOf(room, account),
    roleIn: (room, account) => rooms.roleIn(room, account),

    pageForMember({ room: id, account, after, limit }) {
      const view = rooms.viewOf(id, account);
      const room = rows.rooms.get(id);
      if (!view || !room) return { kind: 'not-a-member' };
      if (after < room.floor || !isWithinResume(after, room.seq)) return { kind: 'reset', room: view };
      return { kind: 'page', events: rooms.events(id, after, after + pageSize(limit)), seq: room.seq };
    },

    pageForWorker({ room, after, limit }) {
      const { seq, floor } = rows.rooms.get(room) ?? { seq: 0, floor: 0 };
      return { events: after < floor ? [] : rooms.events(room, after, after + pageSize(limit)), seq, floor };
    },

    roomSeq,

    accountPage({ account, after, limit }) {
      const seq = accountSeq(account);
      if (!isWithinResume(after, seq)) return { kind: 'reset', snapshot: accountSnapshot(account) };
      const events: AccountEvent[] = [];
      for (let next = after + 1; next <= Math.min(seq, after + pageSize(limit)); next++) {
        events.push(toAccountEvent(rows.accountEvents.get(keyOf(account, next))!, rows.accounts.get(account)!, rooms));
      }
      return { kind: 'page', events, seq };
    },

    accountSnapshot,
    accountSeq,

    history({ room: id, account, from, limit }) {
      const room = rooms.roleIn(id, account) && rows.rooms.get(id);
      if (!room) return undefined;
      const { after, upTo, ...rest } = historyRange(room, from, pageSize(limit));
      return { events: rooms.gathered(rooms.events(id, after, upTo), account), ...rest };
    },

    replies({ room, account, message: seq, before = Number.MAX_SAFE_INTEGER, limit }) {
      if (!rooms.roleIn(room, account)) return undefined;
      const root = rooms.message(room, seq)?.reply?.root ?? seq;
      const [message] = rooms.gathered(rooms.events(room, root - 1, root), account);
      if (message?.t !== 'message') return undefined;
      const seqs = (rows.replyGroups.get(keyOf(room, root))?.seqs ?? []).slice(0, before - 1);
      const replies = seqs
        .slice(-pageSize(limit))
        .flatMap((reply) => rooms.events(room, reply - 1, reply) as Message[]);
      return { message, replies, more: seqs.length > replies.length };
    },

    reactors({ room, account, message: seq, emoji, after = 0, limit }) {
      const message = rooms.roleIn(room, account) && rooms.message(room, seq);
      if (!message) return undefined;
      const who = message.tags?.reactions.find((reaction) => reaction.emoji === emoji)?.who ?? [];
      const rest = who.filter((reactor) => reactor.seq > after);
      const page = rest.slice(0, pageSize(limit));
      const people = page.map(({ id }) => ({ id, name: rows.accounts.get(id)!.name }));
      return rest.length > page.length ? { people, next: page.at(-1)!.seq } : { people };
    },

    inbox({ account, before = Number.MAX_SAFE_INTEGER, limit }) {
      const own = [...rows.mentions.values()].filter((mention) => mention.account === account && mention.seq < before);
      const page = own.sort((left, right) => right.seq - left.seq).slice(0, Math.min(pageSize(limit), 50));
      const items = page.flatMap(({ seq, kind, room, n, isLate, message: at }) => {
        const view = rooms.viewOf(room, account);
        const [message] = view ? rooms.gathered(rooms.events(room, at - 1, at), account) : [];
        return view && message?.t === 'message' ? [{ seq, kind, isRead: n <= view.read && !isLate, message }] : [];
      });
      const last = page.at(-1);
      return own.length > page.length && last ? { items, more: true, before: last.seq } : { items, more: false };
    },

    saved({ account, before = Number.MAX_SAFE_INTEGER, limit }) {
      const own = [...rows.savedMessages.values()].filter((saved) => saved.account === account && saved.seq < before);
      const page = own.sort((left, right) => right.seq - left.seq).slice(0, Math.min(pageSize(limit), 50));
      const items = page.flatMap(({ seq, room, message: at }) => {
        const events = rooms.roleIn(room, account) ? rooms.gathered(rooms.events(room, at - 1, at), account) : [];
        return events.flatMap((message) => (message.t === 'message' ? [{ seq, message }] : []));
      });
      const last = page.at(-1);
      return own.length > page.length && last ? { items, more: true, before: last.seq } : { items, more: false };
    },

    pins({ room, account }) {
      if (!rooms.roleIn(room, account)) return undefined;
      const messages = rooms.pinned(room).flatMap((seq) => rooms.gathered(rooms.events(room, seq - 1, seq), account));
      return { messages: messages as Message[] };
    },

    versions({ room, account, message: seq }) {
      const message = rooms.roleIn(room, account) && rooms.message(room, seq);
      if (!message) return undefined;
      if (message.deleted) return { versions: [] };
      return { versions: [...message.earlier, { at: message.edited?.at ?? message.at, body: message.body }] };
    },

    file({ id, account }) {
      const file = rows.files.get(id);
      if (!file) return undefined;
      const isOfRoom = file.room !== undefined && rooms.roleIn(file.room, account) !== undefined;
      const isSeen = file.isPicture || (file.room === undefined ? file.owner === account : isOfRoom);
      return isSeen ? file : undefined;
    },

    hasFile(id) {
      const file = rows.files.get(id);
      return file && (file.type === undefined ? 'uploading' : 'whole');
    },

    directory({ account, search, after, limit }) {
      const isPublic = [...rows.rooms.values()].filter(({ kind }) => kind === 'public');
      const sorted = DIRECTORY_PARTS.flatMap(({ archived, begins }, part) => {
        const from = directoryStart(part, search, after);
        if (from === undefined) return [];
        return isPublic
          .filter(({ settings, nameKey }) => Boolean(settings.archived) === archived && nameKey >= from)
          .filter(({ nameKey }) => nameKey.includes(search) && nameKey.startsWith(search) === begins)
          .sort((left, right) => (left.nameKey < right.nameKey ? -1 : 1))
          .map((room) => ({ ...room, part }));
      });
      const { page, ...next } = toPage(sorted, pageSize(limit), ({ part, nameKey }) => directoryKey(part, nameKey));
      const found = page.map(({ id, name, members, lobby, settings }) => {
        const { retentionDays: _, ...shown } = settings;
        return { id, name, members, joined: rooms.roleIn(id, account) !== undefined, lobby, ...shown };
      });
      return { rooms: found, ...next };
    },

    memberIds({ room, after = '', limit }) {
      const ids = [...rows.members.values()].filter((member) => member.room === room).map(({ account }) => account);
      return ids
        .filter((id) => id > after)
        .sort()
        .slice(0, limit);
    },

    members({ room, account, after, limit }) {
      if (!rooms.roleIn(room, account)) return undefined;
      const people = [...rows.accounts.values()].filter(({ id, kind }) =>
        room === LOBBY_ID ? kind === 'person' : rooms.roleIn(room, id) !== undefined,
      );
      const { page, ...next } = pageOf(people, ({ loginKey }) => loginKey, { search: '', after, limit });
      return {
        members: page.map(({ id, name, settings }) => {
          return { id, name, ...profileOf(settings), role: rooms.roleIn(room, id)! };
        }),
        ...next,
      };
    },

    bans({ room, after, limit }) {
      const bans = [...rows.bans.values()].filter((ban) => ban.room === room);
      const keyOfBan = ({ account }: BanRow) => rows.accounts.get(account)!.loginKey;
      const { page, ...next } = pageOf(bans, keyOfBan, { search: '', after, limit });
      const nameOf = (id: string) => rows.accounts.get(id)!.name;
      return {
        bans: page.map(({ account, by, at }) => ({ id: account, name: nameOf(account), by: nameOf(by), at })),
        ...next,
      };
    },

    people({ search, limit }) {
      const people = [...rows.accounts.values()].filter(({ kind, disabled }) => kind === 'person' && !disabled);
      const { page } = pageOf(people, ({ loginKey }) => loginKey, { search, after: undefined, limit });
      return { people: page.map(({ id, name, login, settings }) => ({ id, name, login, ...profileOf(settings) })) };
    },
  };
}

function isWithinResume(after: number, seq: number): boolean {
  return after <= seq && seq - after <= LIMITS.resumeEvents;
}

/** An event of a room that the account is no longer in is told as `exited`, whatever it was. */
function toAccountEvent(row: AccountEventRow, account: AccountRow, rooms: RoomReads): AccountEvent {
  const { seq, kind, room, n = 0, message = 0 } = row;
  if (kind === 'account') return { t: 'account', seq, account: accountViewOf(account) };
  const view = rooms.viewOf(room, account.id);
  if (!view) return { t: 'exited', seq, room };
  switch (kind) {
    case 'exited':
      return { t: 'exited', seq, room };
    case 'entered': {
      const invitedBy = rooms.inviter(room, message);
      return { t: 'entered', seq, room: view, ...(invitedBy && { invitedBy }) };
    }
    case 'read':
      return { t: 'read', seq, room, n };
    case 'replies-read':
      return { t: 'replies-read', seq, room, message, n };
    case 'mentioned-late':
      return { t: 'mentioned', seq, room, message, n, late: true };
    case 'mentioned':
    case 'unmentioned':
    case 'saved':
    case 'unsaved':
      return { t: kind, seq, room, message, n };
    case 'preferences':
      return { t: 'preferences', seq, room, preferences: view.preferences ?? {} };
  }
}

interface PageRequest {
  readonly search: string;
  readonly after: string | undefined;
  readonly limit: number;
}

function pageOf<Row>(rows: readonly Row[], keyOfRow: (row: Row) => string, { search, after, limit }: PageRequest) {
  const [from, to] = [startOfPage(search, after), endOfPrefix(search)];
  const found = rows
    .filter((row) => keyOfRow(row) >= from && keyOfRow(row) < to)
    .sort((left, right) => (keyOfRow(left) < keyOfRow(right) ? -1 : 1));
  return toPage(found, pageSize(limit), keyOfRow);
}
