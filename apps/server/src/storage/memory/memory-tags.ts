import type { RoomRow } from '../rows.ts';
import type { Tagging, Transaction } from '../store.ts';
import { namedAfter } from '../tags.ts';
import type { Synchronous } from '../synchronous.ts';
import { keyOf, type Tables, type TagsRow, type View } from './memory-disk.ts';
import { nextPlace } from './next-place.ts';
import type { RoomReads } from './room-reads.ts';

type Methods = 'earlierTagging' | 'tagCounts' | 'appendTagging';

const NO_TAGS: TagsRow = { seq: 0, pin: undefined, reactions: [] };

/** What a transaction does with reactions and pins. */
export function memoryTags(
  tables: Tables,
  rooms: RoomReads,
  existingRoom: (id: string) => RoomRow,
): Synchronous<Pick<Transaction, Methods>> {
  const rows = { taggings: tables.taggings.open, rooms: tables.rooms.open, events: tables.events.open };

  return {
    earlierTagging(tagging) {
      const first = rows.taggings.get(keyOf(tagging.by, tagging.id));
      if (!first) return { kind: 'none' };
      const { kind, room, message, emoji, place } = first;
      const isOfSame = kind === tagging.kind && room === tagging.room && message === tagging.message;
      const about = rooms.message(room, message);
      const isGone = !about || about.deleted !== undefined;
      const isSame = isOfSame && (isGone || emoji === emojiOf(tagging));
      return isSame ? { kind: 'repeated', place } : { kind: 'reused' };
    },

    tagCounts(tagging) {
      const { reactions, pin } = rooms.message(tagging.room, tagging.message)?.tags ?? NO_TAGS;
      const own = reactions.filter(({ who }) => who.some(({ id }) => id === tagging.by));
      return {
        reactions: reactions.length,
        own: own.length,
        isThere: reactions.some(({ emoji }) => emoji === emojiOf(tagging)),
        isOwn: own.some(({ emoji }) => emoji === emojiOf(tagging)),
        pins: rooms.pinned(tagging.room).length,
        isPinned: pin !== undefined,
      };
    },

    appendTagging(tagging) {
      const room = existingRoom(tagging.room);
      const message = rooms.message(tagging.room, tagging.message);
      if (!message) throw new Error(`there is no message ${tagging.message}`);
      const { by, id, kind } = tagging;
      const { seq, at } = nextPlace(room, tagging.now);
      const place = { seq, n: message.n, at };
      const tags = taggedWith(message.tags ?? NO_TAGS, tagging, seq);
      const emoji = emojiOf(tagging);
      const count = tags.reactions.find((reaction) => reaction.emoji === emoji)?.who.length ?? 0;
      const event = { kind, ...place, by, id, message: message.seq, emoji, count };
      tables.events.put(keyOf(room.id, seq), event);
      tables.events.put(keyOf(room.id, message.seq), { ...message, tags });
      tables.taggings.put(keyOf(by, id), { kind, room: room.id, message: message.seq, emoji, place });
      tables.rooms.put(room.id, { ...room, seq, at });
      return { place, count };
    },
  };
}

/** Of what was on a deleted message nothing is left but that there was something. */
export function blankTags(tables: Tables, rows: View, room: string, message: number): void {
  for (const row of [...rows.taggings.values()]) {
    if (row.room !== room || row.message !== message) continue;
    const key = keyOf(room, row.place.seq);
    const event = rows.events.get(key);
    if (event && 'emoji' in event) tables.events.put(key, { ...event, emoji: '' });
  }
}

function taggedWith(tags: TagsRow, tagging: Tagging, seq: number): TagsRow {
  if (tagging.kind === 'pinned') return { ...tags, seq, pin: seq };
  if (!('emoji' in tagging)) return { ...tags, seq, pin: undefined };
  const { kind, emoji, by } = tagging;
  const known = tags.reactions.find((reaction) => reaction.emoji === emoji);
  const others = tags.reactions.filter((reaction) => reaction !== known);
  const before = known?.who ?? [];
  const isOwn = before.some(({ id }) => id === by);
  const added = isOwn ? before : [...before, { id: by, seq }];
  const who = kind === 'unreacted' ? before.filter(({ id }) => id !== by) : added;
  if (who.length === 0) return { ...tags, seq, reactions: others };
  const since = kind === 'reacted' && who.length === 1 ? seq : (known?.since ?? seq);
  const next = { emoji, since, who, named: namedAfter(kind, known?.named ?? [], by) };
  return { ...tags, seq, reactions: [...others, next].sort((left, right) => left.since - right.since) };
}

function emojiOf(tagging: Tagging): string {
  return 'emoji' in tagging ? tagging.emoji : '';
}
