import { accepted } from '../result.ts';
import { SERVER_ACCOUNT } from '../storage/lobby.ts';
import type { Court, Judge } from './judgement.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** What is overdue is left for so long, so that it goes many at a time: each time is an event that everybody is told of. */
const SLACK_MS = 60 * 60 * 1_000;
/** Rooms looked at in one step: three reads each where there is nothing to do. */
const ROOMS_PER_STEP = 50;
const PAGES_PER_STEP = 64;
/** Free pages that the next messages will fill: giving these back would be lost work. */
const PAGES_KEPT = 256;

/** Deletes what one room need not keep any longer, a bounded part at a time. */
export const expire: Judge<'expire'> = async ({ after }, court) => {
  const rooms = await court.transaction.roomsWithRetention({ after, limit: ROOMS_PER_STEP });
  let seen = after;
  for (const room of rooms) {
    const step = await expireIn(room, court);
    if (step === 'unfinished') return accepted({ next: seen });
    seen = room;
    if (step === 'finished') return accepted({ next: seen });
  }
  return accepted({ next: rooms.length < ROOMS_PER_STEP ? undefined : seen });
};

async function expireIn(room: string, court: Court): Promise<'nothing' | 'unfinished' | 'finished'> {
  const { transaction, changes, now } = court;
  const { settings, floor: from } = (await transaction.room(room))!;
  const before = now() - settings.retentionDays! * DAY_MS;
  const { floor, isDone, told } = await transaction.expire({ room, before, due: before - SLACK_MS, now: now() });
  if (floor > from) changes.removedFiles.push(...(await transaction.removeFilesOf(room, from + 1, floor)));
  if (told) {
    const by = { by: SERVER_ACCOUNT.id, name: SERVER_ACCOUNT.name };
    changes.roomEvents.push({ t: 'expired', room, seq: told.seq, at: told.at, ...by, floor: told.floor, n: told.n });
  }
  if (!isDone) return 'unfinished';
  return floor > from || told ? 'finished' : 'nothing';
}

export const giveBackSpace: Judge<'give-back-space'> = async (_, { transaction }) => {
  const left = await transaction.giveBackSpace({ pages: PAGES_PER_STEP, keep: PAGES_KEPT });
  return accepted({ isDone: left === 0 });
};
