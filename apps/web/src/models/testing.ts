import type { Result } from '@skein/client/rest-client';
import type { History } from '@skein/protocol/rest';
import type { Deleted, Edited, Message, RoomEvent, RoomView } from '@skein/protocol/rooms';
import type { Clock } from './clock.ts';
import type { Memory } from './memory.ts';
import type { HistoryPlace } from './timeline.ts';

// What the tests of the models build their small worlds from.

export const NOON = new Date(2026, 4, 20, 12).getTime();

export function message(seq: number, changes: Partial<Message> = {}): Message {
  const id = String(seq).padStart(16, '0');
  return { t: 'message', room: 'lobby', seq, n: seq, at: NOON, by: 'ada', name: 'Ada', id, body: `${seq}`, ...changes };
}

/** A change of the message at `target`, by its author. */
export function edited(seq: number, target: number, body: string, changes: Partial<Edited> = {}): Edited {
  const { room, n, at, by, name } = message(target);
  return { t: 'edited', room, seq, message: target, n, at, by, name, id: `edit ${seq}`, body, ...changes };
}

export function deleted(seq: number, target: number, changes: Partial<Deleted> = {}): Deleted {
  const { room, n, at, by, name } = message(target);
  return { t: 'deleted', room, seq, message: target, n, at, by, name, id: `delete ${seq}`, ...changes };
}

export function messages(from: number, to: number): readonly Message[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
}

export function roomView(changes: Partial<RoomView> = {}): RoomView {
  const counts = { seq: 0, n: 0, read: 0, floor: 0, members: 1, retentionDays: null };
  return { id: 'lobby', kind: 'public', name: 'Lobby', lobby: true, role: 'member', ...counts, ...changes };
}

/** A server's history of one room: `load` answers as GET /api/rooms/:room/events does. */
export function history(events: readonly RoomEvent[]) {
  const asked: HistoryPlace[] = [];
  const load = async (place: HistoryPlace): Promise<Result<History>> => {
    asked.push(place);
    const [start, end] = spanOf(place, events);
    return { ok: true, value: { events: events.slice(start, end), more: start > 0, newer: end < events.length } };
  };
  return { load, asked };
}

function spanOf({ before, after, around, limit }: HistoryPlace, events: readonly RoomEvent[]): [number, number] {
  const placeOf = (wanted: number) => events.filter(({ seq }) => seq < wanted).length;
  if (after !== undefined) return [placeOf(after + 1), Math.min(events.length, placeOf(after + 1) + limit)];
  if (around !== undefined) return [Math.max(0, placeOf(around) - limit / 2), placeOf(around) + limit / 2];
  const end = before === undefined ? events.length : placeOf(before);
  return [Math.max(0, end - limit), end];
}

type MapMemory = Memory & { readonly kept: ReadonlyMap<string, string>; otherTab(): Memory };

/** A memory of one's own, as a browser's storage is. */
export function mapMemory(): MapMemory {
  const kept = new Map<string, string>();
  const listeners = new Set<{ readonly tab: object; readonly key: string; readonly listener: () => void }>();
  function openTab(): Memory {
    const tab = {};
    return {
      read: (key) => kept.get(key),
      write(key, value) {
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
        for (const other of listeners) if (other.tab !== tab && other.key === key) other.listener();
      },
      follow(key, listener) {
        const entry = { tab, key, listener };
        listeners.add(entry);
        return () => void listeners.delete(entry);
      },
    };
  }
  return { kept, otherTab: openTab, ...openTab() };
}

/** A clock that stands still until it is moved. */
export function standingClock(): Clock & { advance(ms: number): void } {
  let now = NOON;
  const timers = new Map<object, { at: number; callback: () => void }>();
  return {
    now: () => now,
    time: () => now,
    after(delayMs, callback) {
      const timer = {};
      timers.set(timer, { at: now + delayMs, callback });
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (!next) break;
        timers.delete(next[0]);
        now = next[1].at;
        next[1].callback();
      }
      now = until;
    },
  };
}
