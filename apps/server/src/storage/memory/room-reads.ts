import { excerptOf } from '@skein/protocol/excerpt';
import { LIMITS } from '@skein/protocol/limits';
import { mentionsIn } from '@skein/protocol/mentions';
import type { Person } from '@skein/protocol/people';
import type { Message, Quote, Replies, RoomEvent, RoomRole, RoomView, Tags } from '@skein/protocol/rooms';
import { profileOf } from '../../accounts/account-view.ts';
import { directFacts } from '../../rooms/direct.ts';
import { toFileView } from '../file-view.ts';
import { LOBBY_ID } from '../lobby.ts';
import type { RoomRow } from '../rows.ts';
import { keyOf, SETTINGS, type EventRow, type MessageRow, type View } from './memory-disk.ts';

/** What readers and the writer ask of rooms alike. */
export class RoomReads {
  readonly #rows: View;

  constructor(rows: View) {
    this.#rows = rows;
  }

  roleIn(room: string, account: string): RoomRole | undefined {
    if (room === LOBBY_ID) return this.#rows.accounts.get(account) && 'member';
    return this.#rows.members.get(keyOf(room, account))?.role;
  }

  markOf(account: string, room: string): number {
    return this.#rows.marks.get(keyOf(account, room)) ?? 0;
  }

  viewOf(id: string, account: string): RoomView | undefined {
    const role = this.roleIn(id, account);
    const room = role && this.#rows.rooms.get(id);
    if (!room) return undefined;
    const read = Math.max(this.markOf(account, id), room.told.n);
    return {
      ...shown(room),
      role,
      read,
      ...this.#setFor(id, account),
      ...this.#mentionsOf(room, account, read),
      ...this.#peopleIn(room, account),
    };
  }

  /** Who brought somebody in by an event of a room, as they are called now. */
  inviter(room: string, seq: number): Person | undefined {
    const event = this.#rows.events.get(keyOf(room, seq));
    const account =
      event && 'actor' in event && event.actor !== undefined ? this.#rows.accounts.get(event.actor) : undefined;
    return account && { id: account.id, name: account.name };
  }

  #setFor(room: string, account: string): Pick<RoomView, 'preferences'> {
    const preferences = this.#rows.preferences.get(keyOf(account, room));
    return preferences && Object.keys(preferences).length > 0 ? { preferences } : {};
  }

  #mentionsOf({ id, told }: RoomRow, account: string, read: number): Pick<RoomView, 'mentions' | 'lateMentions'> {
    const own = [...this.#rows.mentions.values()].filter((row) => row.account === account && row.room === id);
    const newest = (places: readonly number[]) => places.toSorted((a, b) => a - b).slice(-LIMITS.mentionsNamed);
    const unread = newest(own.map(({ n }) => n).filter((n) => n > read));
    const late = newest(
      own
        .filter(({ isLate }) => isLate)
        .map(({ message }) => message)
        .filter((seq) => seq > told.floor),
    );
    return { ...(unread.length > 0 && { mentions: unread }), ...(late.length > 0 && { lateMentions: late }) };
  }

  /** Whom a body names. */
  #namesIn(body: string): Pick<Message, 'mentions'> {
    const accounts = mentionsIn(body).ids.map((id) => this.#rows.accounts.get(id));
    const people = accounts.filter((account) => account !== undefined).map(({ id, name }) => ({ id, name }));
    return people.length > 0 ? { mentions: people } : {};
  }

  /** Of a direct room: who else is in it. */
  #peopleIn({ id, kind }: RoomRow, account: string): Pick<RoomView, 'name' | 'people'> | undefined {
    if (kind !== 'direct') return undefined;
    const members = [...this.#rows.members.values()].filter(({ room }) => room === id);
    const accounts = members.map((member) => this.#rows.accounts.get(member.account)!);
    const byLogin = accounts.sort((left, right) => (left.loginKey < right.loginKey ? -1 : 1));
    return directFacts(
      account,
      byLogin.map(({ id, name, settings }) => ({ id, name, ...profileOf(settings) })),
    );
  }

  /** The Lobby first, then by name. */
  viewsOf(account: string): readonly RoomView[] {
    const views = [...this.#rows.rooms.values()]
      .sort((left, right) => Number(right.lobby) - Number(left.lobby) || (left.nameKey < right.nameKey ? -1 : 1))
      .map(({ id }) => this.viewOf(id, account));
    return views.filter((view) => view !== undefined);
  }

  /** Events with `after < seq <= upTo`. */
  events(room: string, after: number, upTo: number): readonly RoomEvent[] {
    const events: RoomEvent[] = [];
    for (let seq = after + 1; seq <= upTo; seq++) {
      const row = this.#rows.events.get(keyOf(room, seq));
      if (row) events.push(this.#toEvent(room, row));
    }
    return events;
  }

  message(room: string, seq: number): MessageRow | undefined {
    const row = this.#rows.events.get(keyOf(room, seq));
    return row?.kind === 'message' ? row : undefined;
  }

  /** What a reply says of a message: undefined where there is none. */
  quotable(room: string, seq: number): Omit<Quote, 'r'> | undefined {
    const message = this.message(room, seq);
    if (!message) return undefined;
    const { n, by, body, edited, deleted, reply } = message;
    const file = deleted ? undefined : this.#filesOf(message).files?.[0]?.name;
    const quote = { seq, n, by, name: this.#nameOf(by), excerpt: excerptOf(body || (file ?? '')) };
    return { ...quote, ...changeOf({ edited, deleted }), root: reply?.root ?? seq };
  }

  /** A page's events with what has gathered at their messages, as one member sees it. */
  gathered(events: readonly RoomEvent[], account: string): RoomEvent[] {
    return events.map((event) => {
      if (event.t !== 'message') return event;
      const [replies, tags] = [this.#repliesTo(event, account), this.#tagsOf(event, account)];
      const isSaved = this.#rows.savedMessages.get(keyOf(account, event.room, event.seq)) !== undefined;
      const saved = isSaved ? ({ saved: true } as const) : {};
      return { ...event, ...(replies ? { replies } : {}), ...(tags ? { tags } : {}), ...saved };
    });
  }

  /** Seqs of the messages that are pinned in a room, the last pinned first. */
  pinned(room: string): readonly number[] {
    const messages = this.#events(room).filter((row) => row.kind === 'message' && row.tags?.pin !== undefined);
    const pinOf = (row: EventRow): number => (row as MessageRow).tags!.pin!;
    return messages.sort((left, right) => pinOf(right) - pinOf(left)).map(({ seq }) => seq);
  }

  #events(room: string): EventRow[] {
    const last = this.#rows.rooms.get(room)?.seq ?? 0;
    const rows = Array.from({ length: last }, (_, index) => this.#rows.events.get(keyOf(room, index + 1)));
    return rows.filter((row) => row !== undefined);
  }

  #tagsOf({ room, seq }: Message, account: string): Tags | undefined {
    const tags = this.message(room, seq)?.tags;
    if (!tags) return undefined;
    const personOf = (id: string) => ({ id, name: this.#nameOf(id) });
    const reactions = tags.reactions.map(({ emoji, since, who, named }) => {
      return { emoji, count: who.length, since, own: who.some(({ id }) => id === account), by: named.map(personOf) };
    });
    const pin = this.#rows.events.get(keyOf(room, tags.pin ?? 0));
    const pinned = pin ? { pinned: { at: pin.at, by: pin.by, name: this.#nameOf(pin.by) } } : {};
    return { seq: tags.seq, reactions, ...pinned };
  }

  #repliesTo({ room, seq }: Message, account: string): Replies | undefined {
    const group = this.#rows.replyGroups.get(keyOf(room, seq));
    const last = group && this.message(room, group.seqs.at(-1)!);
    if (!group || !last) return undefined;
    const read = group.reads.get(account);
    return { count: group.seqs.length, seq: last.seq, at: last.at, ...(read === undefined ? {} : { read }) };
  }

  #toEvent(room: string, row: EventRow): RoomEvent {
    const { seq, at, by } = row;
    const event = { room, seq, at, by, name: this.#nameOf(by) };
    switch (row.kind) {
      case 'message':
        return {
          t: 'message',
          ...event,
          n: row.n,
          id: row.id,
          body: row.body,
          ...this.#namesIn(row.body),
          ...this.#filesOf(row),
          ...this.#marksOf(room, row),
        };
      case 'edited':
      case 'deleted': {
        const { message, n, id } = row;
        const change = { ...event, message, n, id };
        const body = this.message(room, message)?.body ?? '';
        return row.kind === 'edited'
          ? { t: 'edited', ...change, body, ...this.#namesIn(body) }
          : { t: 'deleted', ...change };
      }
      case 'reacted':
      case 'unreacted':
        return {
          t: row.kind,
          ...event,
          message: row.message,
          n: row.n,
          id: row.id,
          // Gone with its message.
          emoji: this.message(room, row.message) ? row.emoji : '',
          count: row.count,
        };
      case 'pinned':
      case 'unpinned':
        return { t: row.kind, ...event, message: row.message, n: row.n, id: row.id };
      case 'joined':
        return {
          t: 'joined',
          ...event,
          ...(row.actor === undefined ? {} : { invitedBy: this.#nameOf(row.actor), actor: row.actor }),
        };
      case 'left':
        return {
          t: 'left',
          ...event,
          ...(row.actor === undefined ? {} : { removedBy: this.#nameOf(row.actor), actor: row.actor }),
        };
      case 'role':
        return { t: 'role', ...event, role: row.role, changedBy: this.#nameOf(row.actor!), actor: row.actor! };
      case 'profile':
        return { t: 'profile', ...event, profile: profileOf(this.#rows.accounts.get(by)!.settings) };
      case 'created':
        return { t: 'created', ...event };
      case 'settings':
        return { t: 'settings', ...event, settings: row.settings };
      case 'expired':
        return { t: 'expired', ...event, floor: row.floor, n: row.n };
    }
  }

  #filesOf({ files }: MessageRow): Pick<Message, 'files'> {
    const rows = files.map((id) => this.#rows.files.get(id)).filter((row) => row !== undefined);
    return rows.length === 0 ? {} : { files: rows.map(toFileView) };
  }

  /** Where a message is from and what has become of it, where there is something to say. */
  #marksOf(room: string, { fromServer, reply, edited, deleted }: MessageRow): Partial<Message> {
    const from = fromServer ? ({ from: 'server' } as const) : {};
    // Of a message that retention took nothing but its place is known.
    const gone = { n: 0, by: '', name: '', excerpt: '' };
    const quote = reply && (this.quotable(room, reply.message) ?? { seq: reply.message, ...gone });
    const marks = quote ? { ...from, reply: { ...quote, root: reply.root, r: reply.r } } : from;
    if (deleted) return { ...marks, deleted: { ...deleted, name: this.#nameOf(deleted.by) } };
    return edited ? { ...marks, edited } : marks;
  }

  #nameOf(account: string): string {
    return this.#rows.accounts.get(account)!.name;
  }
}

function shown({ id, kind, name, lobby, seq, n, members, told, settings }: RoomRow): Omit<RoomView, 'role' | 'read'> {
  return { id, kind, name, lobby, seq, n, floor: told.floor, members, ...settings };
}

function changeOf({ edited, deleted }: Pick<MessageRow, 'edited' | 'deleted'>): Pick<Quote, 'changed' | 'deleted'> {
  if (deleted) return { changed: deleted.seq, deleted: true };
  return edited ? { changed: edited.seq } : {};
}

export function serverRow({ settings, accounts }: View) {
  const { setupToken: _, ...server } = settings.get(SETTINGS)!;
  return { ...server, claimed: [...accounts.values()].some(({ role }) => role === 'operator') };
}
