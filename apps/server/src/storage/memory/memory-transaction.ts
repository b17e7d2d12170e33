import { LIMITS } from '@skein/protocol/limits';
import { withSettings } from '@skein/protocol/room-settings';
import { LOBBY_ID } from '../lobby.ts';
import type { AccountRow, FileRow, RoomRow } from '../rows.ts';
import type { Synchronous } from '../synchronous.ts';
import type { MessageChange, MessagePlace, Transaction } from '../store.ts';
import { keyOf, SETTINGS, type MemoryDisk, type MessageRow, type WrittenRow } from './memory-disk.ts';
import { blankTags, memoryTags } from './memory-tags.ts';
import { memoryRetention } from './memory-retention.ts';
import { nextPlace } from './next-place.ts';
import { RoomReads, serverRow } from './room-reads.ts';

const NONE = { kind: 'none' } as const;
const REUSED = { kind: 'reused' } as const;

/** What the one open transaction of a disk may do. */
export function memoryTransaction({
  tables,
  open: rows,
}: Pick<MemoryDisk, 'tables' | 'open'>): Synchronous<Transaction> {
  const rooms = new RoomReads(rows);
  const settings = () => rows.settings.get(SETTINGS)!;
  const existingRoom = (id: string) => existing(rows.rooms.get(id), id);
  const existingAccount = (id: string) => existing(rows.accounts.get(id), id);
  const putRoom = (room: RoomRow) => tables.rooms.put(room.id, room);
  const putAccount = (account: AccountRow) => tables.accounts.put(account.id, account);
  const setMark = (account: string, room: string, n: number) => tables.marks.put(keyOf(account, room), n);
  const existingFile = (id: string) => existing(rows.files.get(id), id);
  const putFile = (file: FileRow) => tables.files.put(file.id, file);
  const openFiles = () => [...rows.files.values()].filter(({ room, isPicture }) => room === undefined && !isPicture);
  const hasSetupToken = (tokenHash: string) => settings().setupToken === tokenHash;

  /** What came under the same id before. A message that is gone has nothing left to be compared with. */
  function earlierOf(first: WrittenRow | undefined, again: Omit<WrittenRow, 'place'>) {
    if (!first) return undefined;
    const { kind, room, message, body, reply, files, place } = first;
    const isOfSame = kind === again.kind && room === again.room && message === again.message;
    const about = rooms.message(room, message ?? place.seq);
    const isGone = !about || about.deleted !== undefined;
    const isEqual = body === again.body && reply === again.reply && isSameList(files, again.files);
    const isSame = isOfSame && (isGone || isEqual);
    return isSame ? ({ kind: 'repeated', place } as const) : REUSED;
  }

  /** Whose login name or display name this is, or looks like. */
  function ownersOf(nameKey: string, skeleton: string): readonly string[] {
    const byLogin = [keyOf('login', nameKey), keyOf('skeleton', skeleton)].flatMap((key) => rows.names.get(key) ?? []);
    const shown = [...rows.displayNames.values()].filter((name) => name.skeleton === skeleton);
    return [...byLogin, ...shown.map(({ account }) => account)];
  }

  function endSession(id: string): string | undefined {
    const session = rows.sessions.get(id);
    if (session) tables.sessions.delete(id);
    return session?.account;
  }

  return {
    server: () => serverRow(rows),

    setRegistration({ policy, code }) {
      tables.settings.put(SETTINGS, { ...settings(), registration: policy, registrationCode: code });
    },

    keepSetupToken(setupToken) {
      tables.settings.put(SETTINGS, { ...settings(), setupToken });
    },

    hasSetupToken,

    useSetupToken(tokenHash) {
      if (!hasSetupToken(tokenHash)) return false;
      tables.settings.put(SETTINGS, { ...settings(), setupToken: undefined });
      return true;
    },

    account: (id) => rows.accounts.get(id),
    accountByLoginKey: (loginKey) => rows.accounts.get(rows.names.get(keyOf('login', loginKey)) ?? ''),

    createAccount({ skeleton, ...account }) {
      if (ownersOf(account.loginKey, skeleton).length > 0) return 'taken';
      tables.names.put(keyOf('login', account.loginKey), account.id);
      tables.names.put(keyOf('skeleton', skeleton), account.id);
      tables.displayNames.put(account.id, { account: account.id, skeleton });
      putAccount({ ...account, disabled: false, seq: 0, settings: {} });
      const lobby = existingRoom(LOBBY_ID);
      setMark(account.id, LOBBY_ID, lobby.n);
      if (account.kind === 'person') putRoom({ ...lobby, members: lobby.members + 1 });
      return 'created';
    },

    setPassword: (id, passwordHash) => putAccount({ ...existingAccount(id), passwordHash }),

    setDisplayName(id, { name, nameKey, skeleton }) {
      if (ownersOf(nameKey, skeleton).some((owner) => owner !== id)) return 'taken';
      tables.displayNames.put(id, { account: id, skeleton });
      putAccount({ ...existingAccount(id), name });
      return 'set';
    },

    setAccountSettings: (id, settings) => putAccount({ ...existingAccount(id), settings }),
    setPreferences: (account, room, preferences) => tables.preferences.put(keyOf(account, room), preferences),
    setServerRole: (id, role) => putAccount({ ...existingAccount(id), role }),
    setDisabled: (id, disabled) => putAccount({ ...existingAccount(id), disabled }),

    createSession(session) {
      for (const { id, account, expiresAt } of [...rows.sessions.values()]) {
        if (account === session.account && expiresAt <= session.createdAt) tables.sessions.delete(id);
      }
      tables.sessions.put(session.id, { ...session });
    },

    renewSession(id, expiresAt) {
      const session = rows.sessions.get(id);
      if (session) tables.sessions.put(id, { ...session, expiresAt });
      return session !== undefined;
    },

    endSession,

    endSessionsOf(account, but) {
      const own = [...rows.sessions.values()].filter((session) => session.account === account);
      const ids = own.map(({ id }) => id).filter((id) => id !== but);
      for (const id of ids) endSession(id);
      return ids;
    },

    keepResetLink: (link) => tables.resetLinks.put(link.tokenHash, { ...link }),

    useResetLink(tokenHash, now) {
      const link = rows.resetLinks.get(tokenHash);
      if (!link || link.expiresAt <= now) return undefined;
      const others = [...rows.resetLinks.values()].filter(({ account }) => account === link.account);
      for (const other of others) tables.resetLinks.delete(other.tokenHash);
      return link.account;
    },

    room: (id) => rows.rooms.get(id),
    roomView: (room, account) => rooms.viewOf(room, account),
    roleIn: (room, account) => rooms.roleIn(room, account),

    roomByNameKey: (nameKey) => rows.rooms.get(rows.roomNames.get(nameKey) ?? ''),

    createRoom(room) {
      if (rows.roomNames.get(room.nameKey) !== undefined) return 'taken';
      tables.roomNames.put(room.nameKey, room.id);
      const places = { seq: 0, n: 0, at: room.createdAt, members: 0, floor: 0, told: { floor: 0, n: 0 } };
      putRoom({ ...room, ...places, settings: { retentionDays: null } });
      return 'created';
    },

    addMember({ room: id, account, role }) {
      const room = existingRoom(id);
      tables.members.put(keyOf(id, account), { room: id, account, role });
      setMark(account, id, room.n);
      putRoom({ ...room, members: room.members + 1 });
    },

    removeMember(id, account) {
      if (!rows.members.get(keyOf(id, account))) return;
      tables.members.delete(keyOf(id, account));
      for (const row of [...rows.mentions.values()]) {
        if (row.account === account && row.room === id && row.isLate)
          tables.mentions.put(keyOf(account, row.seq), { ...row, isLate: false });
      }
      const room = existingRoom(id);
      putRoom({ ...room, members: room.members - 1 });
    },

    addBan(ban) {
      const key = keyOf(ban.room, ban.account);
      if (!rows.bans.get(key)) tables.bans.put(key, ban);
    },

    removeBan: (room, account) => tables.bans.delete(keyOf(room, account)),
    isBanned: (room, account) => rows.bans.get(keyOf(room, account)) !== undefined,

    roomCountsOf(account) {
      const own = [...rows.members.values()].filter((member) => member.account === account);
      const isOpenedByOther = ({ room, role }: (typeof own)[number]): boolean =>
        role === 'member' && rows.rooms.get(room)?.kind === 'direct';
      return { all: own.length, openedByOthers: own.filter(isOpenedByOther).length };
    },

    appendMessage({ room: id, author, id: clientId, body, reply, files, fromServer, now }) {
      const post = { kind: 'message', room: id, message: undefined, body, reply, files } as const;
      const earlier = earlierOf(rows.posts.get(keyOf(author, clientId)), post);
      if (earlier) return earlier;
      const room = existingRoom(id);
      const place = { ...nextPlace(room, now), n: room.n + 1 };
      tables.posts.put(keyOf(author, clientId), { ...post, place });
      const fresh = { reply: undefined, tags: undefined, earlier: [], edited: undefined, deleted: undefined };
      const own = { by: author, id: clientId, body, files, fromServer };
      const message = { kind: 'message', ...place, ...own, ...fresh } as const;
      tables.events.put(keyOf(id, place.seq), message);
      for (const file of files) putFile({ ...existingFile(file), room: id, message: place.seq });
      putRoom({ ...room, ...place });
      setMark(author, id, place.n);
      return { kind: 'stored', place };
    },

    earlierPost({ room, author, id, body, reply, files }) {
      const post = { kind: 'message', room, message: undefined, body, reply, files } as const;
      return earlierOf(rows.posts.get(keyOf(author, id)), post) ?? NONE;
    },

    quotable: (room, seq) => rooms.quotable(room, seq),

    appendReply({ room, author, place, message: answered, root }) {
      const key = keyOf(room, root);
      const { seqs, reads } = rows.replyGroups.get(key) ?? { seqs: [], reads: new Map<string, number>() };
      const r = seqs.length + 1;
      const first = rooms.message(room, root)?.by;
      const followed = first === undefined || reads.has(first) ? [] : [[first, 0] as const];
      tables.replyGroups.put(key, {
        seqs: [...seqs, place.seq],
        reads: new Map([...reads, ...followed, [author, r] as const]),
      });
      const message = existing(rooms.message(room, place.seq), `message ${place.seq}`);
      tables.events.put(keyOf(room, place.seq), { ...message, reply: { message: answered, root, r } });
      return r;
    },

    moveRepliesRead(account, room, root, r) {
      const group = rows.replyGroups.get(keyOf(room, root));
      const known = group?.reads.get(account);
      if (!group || known === undefined || r <= known || r > group.seqs.length) return false;
      tables.replyGroups.put(keyOf(room, root), { ...group, reads: new Map([...group.reads, [account, r]]) });
      return true;
    },

    message(room, seq) {
      const message = rooms.message(room, seq);
      if (!message) return undefined;
      const { by: author, n, earlier, deleted } = message;
      return { author, edits: earlier.length, deletion: deleted && { seq: deleted.seq, n, at: deleted.at } };
    },

    earlierChange: (change) => earlierOf(rows.changes.get(keyOf(change.by, change.id)), writtenOf(change)) ?? NONE,

    appendChange({ now, ...change }) {
      const room = existingRoom(change.room);
      const message = existing(rooms.message(change.room, change.message), `message ${change.message}`);
      const { seq, at } = nextPlace(room, now);
      const place = { seq, n: message.n, at };
      const { by, id } = change;
      tables.changes.put(keyOf(by, id), { ...writtenOf(change), place });
      tables.events.put(keyOf(room.id, seq), { kind: change.kind, ...place, by, id, message: message.seq });
      tables.events.put(keyOf(room.id, message.seq), changedMessage(message, change, place));
      if (change.kind === 'deleted') blankTags(tables, rows, room.id, message.seq);
      putRoom({ ...room, seq, at });
      return place;
    },

    ...memoryTags(tables, rooms, existingRoom),

    membersOf(room, limit) {
      const all =
        room === LOBBY_ID
          ? [...rows.accounts.values()].filter(({ kind }) => kind === 'person').map(({ id }) => id)
          : [...rows.members.values()].filter((member) => member.room === room).map(({ account }) => account);
      return all.sort().slice(0, limit);
    },

    savedFacts: (account, room, message) => ({
      isSaved: rows.savedMessages.get(keyOf(account, room, message)) !== undefined,
      count: [...rows.savedMessages.values()].filter((saved) => saved.account === account).length,
    }),
    saveMessage: (saved) => tables.savedMessages.put(keyOf(saved.account, saved.room, saved.message), { ...saved }),
    unsaveMessage: (account, room, message) => tables.savedMessages.delete(keyOf(account, room, message)),
    saversOf(room, message) {
      const found = [...rows.savedMessages.values()].filter((row) => row.room === room && row.message === message);
      return found.map(({ account }) => account).sort();
    },

    addMention: (mention) => tables.mentions.put(keyOf(mention.account, mention.seq), { ...mention }),

    seeMention(account, room, message) {
      const found = [...rows.mentions.values()].find(
        (row) => row.account === account && row.room === room && row.message === message && row.isLate,
      );
      if (found) tables.mentions.put(keyOf(account, found.seq), { ...found, isLate: false });
      return found?.n;
    },

    mentionedIn(room, message) {
      const found = [...rows.mentions.values()].filter((row) => row.room === room && row.message === message);
      return found.map(({ account }) => account);
    },

    removeMentions(room, message) {
      const found = [...rows.mentions.values()].filter((row) => row.room === room && row.message === message);
      for (const { account, seq } of found) tables.mentions.delete(keyOf(account, seq));
      return found.map(({ account }) => account);
    },

    appendRoomEvent({ room: id, kind, by, actor, role = 'member', now }) {
      const room = existingRoom(id);
      const place = nextPlace(room, now);
      const event = { ...place, by, actor };
      tables.events.put(keyOf(id, place.seq), kind === 'role' ? { kind, ...event, role } : { kind, ...event });
      putRoom({ ...room, ...place });
      return place;
    },

    renameRoom(id, { name, nameKey }) {
      const owner = rows.roomNames.get(nameKey);
      if (owner !== undefined && owner !== id) return 'taken';
      const room = existingRoom(id);
      tables.roomNames.delete(room.nameKey);
      tables.roomNames.put(nameKey, id);
      putRoom({ ...room, name, nameKey });
      return 'renamed';
    },

    setRole: (room, account, role) => tables.members.put(keyOf(room, account), { room, account, role }),
    ownerCountOf: (id) => [...rows.members.values()].filter(({ room, role }) => room === id && role === 'owner').length,

    changeSettings({ room: id, by, settings, now }) {
      const room = existingRoom(id);
      const place = nextPlace(room, now);
      tables.events.put(keyOf(id, place.seq), { kind: 'settings', ...place, by, settings });
      const { name: _, ...set } = settings;
      putRoom({ ...room, ...place, settings: withSettings(room.settings, set) });
      return place;
    },

    appendAccountEvent({ account: id, kind, room, n, message }) {
      const account = existingAccount(id);
      const seq = account.seq + 1;
      tables.accountEvents.put(keyOf(id, seq), { seq, kind, room, n, message });
      tables.accountEvents.delete(keyOf(id, seq - LIMITS.resumeEvents));
      putAccount({ ...account, seq });
      return seq;
    },

    moveRead(account, id, n) {
      const room = rows.rooms.get(id);
      if (!room || !rooms.roleIn(id, account) || n > room.n || n <= rooms.markOf(account, id)) return false;
      setMark(account, id, n);
      return true;
    },

    ...memoryRetention({ tables, open: rows }),

    createFile(file) {
      const facts = { type: undefined, width: undefined, height: undefined, durationMs: undefined, thumbnail: false };
      putFile({ ...file, ...facts, description: '', room: undefined, message: undefined, isPicture: false });
    },

    file: (id) => rows.files.get(id),
    finishFile: (id, facts) => putFile({ ...existingFile(id), ...facts }),
    makePicture: (id) => putFile({ ...existingFile(id), isPicture: true }),
    describeFile: (id, description) => putFile({ ...existingFile(id), description }),

    fileBytes(owner) {
      const files = [...rows.files.values()].filter((file) => owner === undefined || file.owner === owner);
      return files.reduce((bytes, { size }) => bytes + size, 0);
    },

    openFileCount: (owner) => openFiles().filter((file) => file.owner === owner).length,
    removeFile: (id) => tables.files.delete(id),

    removeFilesOf(room, message, upTo = message) {
      const isOfThese = (file: FileRow) => file.room === room && file.message! >= message && file.message! <= upTo;
      const ids = [...rows.files.values()].filter(isOfThese).map(({ id }) => id);
      for (const id of ids) tables.files.delete(id);
      return ids;
    },

    openFilesBefore(time, { unfinished, msPerByte, limit }) {
      const old = openFiles().filter(({ createdAt, type, size }) => {
        return createdAt < time || (type === undefined && createdAt + size * msPerByte < unfinished);
      });
      return old
        .sort((left, right) => left.createdAt - right.createdAt)
        .slice(0, limit)
        .map(({ id }) => id);
    },
  };
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}

function writtenOf(change: MessageChange): Omit<WrittenRow, 'place'> {
  const { kind, room, message } = change;
  const body = change.kind === 'edited' ? change.body : undefined;
  return { kind, room, message, body, reply: undefined, files: [] };
}

function changedMessage(message: MessageRow, change: MessageChange, { seq, at }: MessagePlace): MessageRow {
  const earlier = [...message.earlier, { at: message.edited?.at ?? message.at, body: message.body }];
  if (change.kind === 'edited') return { ...message, earlier, body: change.body, edited: { seq, at } };
  const blank = message.earlier.map(({ at }) => ({ at, body: '' }));
  return {
    ...message,
    earlier: blank,
    body: '',
    tags: undefined,
    edited: undefined,
    deleted: { seq, at, by: change.by },
  };
}

/** An id that is unknown is a defect of the caller's. */
function existing<Row>(row: Row | undefined, id: string): Row {
  if (row === undefined) throw new Error(`there is no ${id}`);
  return row;
}
