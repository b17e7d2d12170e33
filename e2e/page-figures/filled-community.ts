import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fill } from '@skein/bench/fill';
import { Guest } from '../actors/guest.ts';
import { Community } from '../fixtures/community.ts';
import { Texts } from './texts.ts';

const WRITERS = 8;

/**
 * A community with a room in which much was said, a minute apart: written into the database while the server stands still,
 * and found by search before anything is measured.
 */
export async function filledCommunity(
  room: string,
  messages: number,
  onProgress: (done: number) => void,
): Promise<Community> {
  const community = await Community.open();
  const writers: Guest[] = [];
  for (let index = 1; index <= WRITERS; index++) writers.push(await Guest.registers(community.url, `Weaver ${index}`));
  const [first, ...others] = writers;
  await first!.makesRoom(room);
  for (const writer of others) await writer.joins(room);
  for (const writer of writers) writer.hangsUp();
  await community.stops();
  const databaseFile = join(community.dataFolder, 'skein.db');
  const { rooms, authors } = idsIn(databaseFile, room);
  await fill({ databaseFile, rooms, authors, messages, samples: 1, texts: new Texts(), onProgress });
  await community.comesBack();
  const reader = await Guest.registers(community.url, 'Reader');
  await reader.findsEverything();
  reader.hangsUp();
  return community;
}

function idsIn(databaseFile: string, room: string): { rooms: string[]; authors: string[] } {
  using database = new DatabaseSync(databaseFile, { readOnly: true });
  const ids = (sql: string, ...values: string[]): string[] =>
    database
      .prepare(sql)
      .all(...values)
      .map(({ id }) => String(id));
  return {
    rooms: ids('select id from rooms where name = ?', room),
    authors: ids(
      'select account_id as id from members where room_id = (select id from rooms where name = ?) order by account_id',
      room,
    ),
  };
}
