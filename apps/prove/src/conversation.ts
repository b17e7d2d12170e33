import assert from 'node:assert/strict';
import type { Chat } from './chat.ts';
import { findLies } from './history.ts';
import type { House } from './house.ts';
import { readLedger } from './ledger.ts';
import { until } from './until.ts';

/** Waits until everything said is answered and everybody has seen everything, and then tolerates no lie. */
export async function assertWholeStory(house: House, chats: readonly Chat[]): Promise<void> {
  try {
    await until('every line to be answered', () => chats.every(({ isAnswered }) => isAnswered));
    const heads = [...readLedger(house.dataFolder).rooms].map(([id, events]) => ({ id, seq: events.length }));
    const hasSeenAll = ({ isLive, rooms }: Chat): boolean =>
      isLive && heads.every(({ id, seq }) => !rooms.has(id) || rooms.get(id)?.seq === seq);
    await until('everybody to have seen everything', () => chats.every(hasSeenAll));
  } catch (cause) {
    throw new Error([String(cause), ...chats.map(describe), ...house.server.log.slice(-20)].join('\n'), { cause });
  }
  assert.deepEqual(findLies(readLedger(house.dataFolder), chats), []);
}

function describe({ name, client, posted, acks, refused, reconnects, rooms }: Chat): string {
  const seqs = [...rooms.values()].map(({ id, seq }) => `${id}/${seq}`).join(' ');
  const answers = `${acks.size} acknowledged and ${refused.size} refused of ${posted.length}, ${client.outbox.length} waiting`;
  return `${name} is ${client.status.state} after ${reconnects} reconnects at ${seqs}; ${answers}`;
}
