import type { Chat } from '../chat.ts';
import type { House } from '../house.ts';
import { readLedger } from '../ledger.ts';
import { oneOf, type Random } from '../random.ts';
import { until } from '../until.ts';
import { Crowd } from './crowd.ts';
import { eventually, sleep, untilSettled } from './eventually.ts';
import { storiesOf } from './judge.ts';

export interface CutsOptions {
  readonly clients: number;
  readonly clientsPerAccount: number;
  /** Of each client. */
  readonly cuts: number;
  readonly cutsPerSecond: number;
  /** Messages a second meanwhile. */
  readonly rate: number;
  readonly random: Random;
  readonly onProgress?: (cuts: number) => void;
}

export interface CutsOutcome {
  readonly cuts: number;
  readonly messages: number;
  readonly deliveries: number;
  /** Rooms that were begun anew by clients that had slept for too long, and by others. */
  readonly resets: { readonly ofSleepers: number; readonly ofOthers: number };
  readonly sleepers: number;
  readonly stories: readonly string[];
}

/** A stream further behind than this is begun anew. */
const RESUMED_AT_MOST = 1_000;
const CUT_EVERY_MS = 20;
const LINES_AT_ONCE = 20;
const COME_BACK_WITHIN_MS = 60_000;

/**
 * Cuts every client again and again while they talk, and lets some sleep for so long that they cannot resume; then compares
 * what each has seen with the database.
 */
export async function cutEverybody(house: House, options: CutsOptions): Promise<CutsOutcome> {
  const { clients, clientsPerAccount, random, rate } = options;
  const beganAt = performance.now();
  const clock = (): number => performance.now() - beganAt;
  using crowd = await Crowd.gather(house, clients, { random, clock, clientsPerAccount });
  const { chats } = crowd;
  crowd.talks(rate);
  await cutAll(crowd, options);
  const before = resetsOf(chats);
  const sleepers = await someSleepTooLong(crowd);
  crowd.fallsSilent();
  await untilSettled(house, chats);
  return {
    cuts: crowd.plugs.reduce((sum, { pulls }) => sum + pulls, 0),
    messages: crowd.acknowledged,
    deliveries: chats.reduce(
      (sum, { copies }) => sum + copies.reduce((seen, { events }) => seen + events.length, 0),
      0,
    ),
    resets: { ofSleepers: resetsOf(sleepers), ofOthers: before },
    sleepers: sleepers.length,
    stories: storiesOf(readLedger(house.dataFolder), chats, []),
  };
}

/** Whoever is live may be cut, until each was as often as was asked for. */
async function cutAll(
  { chats, plugs }: Crowd,
  { cuts, cutsPerSecond, random, onProgress }: CutsOptions,
): Promise<void> {
  const left = new Set(chats.keys());
  let done = 0;
  while (left.size > 0) {
    const ready = [...left].filter((index) => chats[index]!.isLive);
    for (let count = 0; count < (cutsPerSecond * CUT_EVERY_MS) / 1_000 && ready.length > 0; count++) {
      const index = oneOf(random, ready);
      plugs[index]!.pull();
      onProgress?.(++done);
      if (plugs[index]!.pulls >= cuts) left.delete(index);
      ready.splice(ready.indexOf(index), 1);
    }
    await sleep(CUT_EVERY_MS);
  }
  await eventually(() => chats.every(({ isLive }) => isLive), COME_BACK_WITHIN_MS);
}

/** The clients of one account but the first are away until a room of theirs has moved on by more than can be resumed. */
async function someSleepTooLong(crowd: Crowd): Promise<readonly Chat[]> {
  const { chats, plugs } = crowd;
  const [awake, ...sleepers] = [...chats.keys()].filter((index) => chats[index]!.account === chats[0]!.account);
  const room = crowd.roomsOf(chats[awake!]!)[0]!;
  const seq = (): number => chats[awake!]!.rooms.get(room)?.seq ?? 0;
  const end = seq() + RESUMED_AT_MOST + 1;
  for (const index of sleepers) plugs[index]!.keepOut();
  const talkers = chats.filter((chat, index) => !sleepers.includes(index) && crowd.roomsOf(chat).includes(room));
  await until('the room to have moved on', () => {
    const idle = talkers.filter(({ unanswered }) => unanswered === 0);
    for (const chat of idle) for (let line = 0; line < LINES_AT_ONCE; line++) chat.says('while they sleep', room);
    return seq() > end;
  });
  for (const index of sleepers) {
    plugs[index]!.putIn();
    chats[index]!.client.reconnectNow();
  }
  return sleepers.map((index) => chats[index]!);
}

function resetsOf(chats: readonly Chat[]): number {
  return chats.reduce((sum, { resets }) => sum + resets, 0);
}
