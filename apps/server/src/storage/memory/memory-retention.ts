import { SERVER_ACCOUNT_ID } from '../lobby.ts';
import type { RoomRow } from '../rows.ts';
import type { ExpiryStep, Transaction } from '../store.ts';
import type { Synchronous } from '../synchronous.ts';
import { keyOf, type EventRow, type MemoryDisk } from './memory-disk.ts';
import { nextPlace } from './next-place.ts';

type Methods = 'roomsWithRetention' | 'expire' | 'giveBackSpace';

const EVENTS_PER_STEP = 200;

export function memoryRetention({
  tables,
  open: rows,
}: Pick<MemoryDisk, 'tables' | 'open'>): Synchronous<Pick<Transaction, Methods>> {
  const eventAt = ({ id }: RoomRow, seq: number) => rows.events.get(keyOf(id, seq));
  const putRoom = (room: RoomRow) => tables.rooms.put(room.id, room);

  const isOlder = (room: RoomRow, time: number): boolean => {
    const first = eventAt(room, room.floor + 1);
    return first !== undefined && first.at < time;
  };

  function forget(room: string, row: EventRow): void {
    tables.events.delete(keyOf(room, row.seq));
    if (row.kind === 'message') tables.posts.delete(keyOf(row.by, row.id));
    if (row.kind === 'edited' || row.kind === 'deleted') tables.changes.delete(keyOf(row.by, row.id));
    if ('emoji' in row) tables.taggings.delete(keyOf(row.by, row.id));
  }

  /** A group of replies lasts as long as any message of it. */
  function forgetGroups({ id, floor }: RoomRow): void {
    for (let root = 1; root <= floor; root++) {
      const group = rows.replyGroups.get(keyOf(id, root));
      if (group && (group.seqs.at(-1) ?? 0) <= floor) tables.replyGroups.delete(keyOf(id, root));
    }
  }

  /** Those of which it was told that their messages have gone. */
  function forgetMentions({ id, told }: RoomRow): void {
    for (const mention of [...rows.mentions.values()]) {
      if (mention.room === id && mention.message <= told.floor)
        tables.mentions.delete(keyOf(mention.account, mention.seq));
    }
  }

  function forgetSaved({ id, floor }: RoomRow): void {
    for (const { account, room, message } of [...rows.savedMessages.values()]) {
      if (room === id && message <= floor) tables.savedMessages.delete(keyOf(account, room, message));
    }
  }

  /** How many messages the room had up to its floor. */
  function countedTo(room: RoomRow): number {
    for (let seq = room.floor + 1; seq <= room.seq; seq++) {
      const row = eventAt(room, seq);
      if (row?.kind === 'message') return row.n - 1;
    }
    return room.n;
  }

  function tell(room: RoomRow, now: number): ExpiryStep['told'] {
    const told = { floor: room.floor, n: countedTo(room) };
    if (told.n === room.told.n) return undefined;
    const place = nextPlace(room, now);
    tables.events.put(keyOf(room.id, place.seq), { kind: 'expired', ...place, by: SERVER_ACCOUNT_ID, ...told });
    putRoom({ ...room, ...place, told });
    return { ...place, ...told };
  }

  return {
    roomsWithRetention({ after, limit }) {
      const ids = [...rows.rooms.values()]
        .filter(({ settings }) => settings.retentionDays !== null)
        .map(({ id }) => id);
      return ids
        .filter((id) => id > after)
        .sort()
        .slice(0, limit);
    },

    expire({ room: id, before, due, now }) {
      let room = rows.rooms.get(id)!;
      const isUnfinished = countedTo(room) > room.told.n;
      const isBegun = isOlder(room, isUnfinished ? before : due);
      if (isBegun) {
        const end = room.floor + EVENTS_PER_STEP;
        while (room.floor < end && isOlder(room, before)) {
          forget(id, eventAt(room, room.floor + 1)!);
          room = { ...room, floor: room.floor + 1 };
        }
        putRoom(room);
        forgetGroups(room);
        forgetSaved(room);
      }
      if (isBegun && isOlder(room, before)) return { floor: room.floor, isDone: false, told: undefined };
      const told = tell(room, now);
      forgetMentions(rows.rooms.get(id)!);
      return { floor: room.floor, isDone: true, told };
    },

    giveBackSpace: () => 0,
  };
}
