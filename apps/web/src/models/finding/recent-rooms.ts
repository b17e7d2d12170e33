import type { Memory } from '../memory.ts';

const MOST = 20;

/** The rooms that were visited last in this browser, the last one first. */
export function recentRooms(memory: Memory): readonly string[] {
  return memory.read('recent')?.split(' ') ?? [];
}

export function rememberVisit(memory: Memory, room: string): void {
  const others = recentRooms(memory).filter((other) => other !== room);
  memory.write('recent', [room, ...others].slice(0, MOST).join(' '));
}
