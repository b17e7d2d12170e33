import type { Chat } from '../chat.ts';
import { liesAboutMarks } from '../history.ts';
import type { House } from '../house.ts';
import { readHeads, readLedger } from '../ledger.ts';

/** A half-open connection is noticed after half a minute. */
const SETTLED_WITHIN_MS = 120_000;
/** Read marks are sent once a second, and ride on a commit within another. */
const READ_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 250;

/** Until everything written is answered and everybody has seen everything; what is missing even then is told by the lies. */
export async function untilSettled({ dataFolder }: House, chats: readonly Chat[]): Promise<void> {
  const isQuiet = (): boolean => chats.every((chat) => chat.isLive && chat.unanswered === 0);
  const hasAll = (heads: ReadonlyMap<string, number>): boolean =>
    chats.every(({ rooms }) => [...rooms.values()].every(({ id, seq }) => seq === heads.get(id)));
  await eventually(() => isQuiet() && hasAll(readHeads(dataFolder)), SETTLED_WITHIN_MS);
  await eventually(() => [...liesAboutMarks(readLedger(dataFolder), chats)].length === 0, READ_WITHIN_MS);
}

/** Looks again and again, and gives up without a word. */
export async function eventually(isSo: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isSo() && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
