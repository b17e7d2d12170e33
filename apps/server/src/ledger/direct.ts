import { LIMITS } from '@skein/protocol/limits';
import { accepted, refused } from '../result.ts';
import { directKey } from '../rooms/direct.ts';
import type { AccountRow, RoomRow } from '../storage/rows.ts';
import type { Court, Judge } from './judgement.ts';
import { enter, isInTooManyRooms, OF_ANOTHER } from './rooms.ts';

/** The ledger is the only writer, and the key of the people is unique: two who open it at once get the same room. */
export const openDirect: Judge<'open-direct'> = async ({ by, people }, court) => {
  const { transaction } = court;
  const opener = await transaction.account(by);
  if (!opener || opener.disabled) return refused('forbidden');
  const others = [...new Set(people)].filter((id) => id !== by);
  if (others.length === 0) return refused('bad_request', { params: { reason: 'people: nobody else' } });
  if (others.length >= LIMITS.directPeople) return refused('bad_request', { params: { reason: 'people: too many' } });

  const nameKey = directKey([by, ...others]);
  const existing = await transaction.roomByNameKey(nameKey);
  const view = existing && (await transaction.roomView(existing.id, by));
  if (view) return accepted({ room: view, isNew: false });

  const members = [opener];
  for (const id of others) {
    const account = await transaction.account(id);
    if (!account || account.disabled || account.kind === 'system') return refused('not_found');
    if (account.settings.blocked?.includes(by)) return refused('blocked');
    members.push(account);
  }
  if (await isInTooManyRooms(by, court)) return refused('too_many_rooms');
  for (const id of others) {
    // Nobody leaves a direct room: what others open takes no place among the rooms that somebody chooses to be in.
    const { openedByOthers } = await transaction.roomCountsOf(id);
    if (openedByOthers >= LIMITS.directRoomsOfOthers) return refused('too_many_rooms', OF_ANOTHER);
  }
  return accepted({ room: await make(nameKey, opener, members, court), isNew: true });
};

/** Whether the only other one in a direct room blocks the account: in a group one cannot speak for all (SPEC B1). */
export async function isBlockedIn({ id, kind }: RoomRow, account: string, { transaction }: Court): Promise<boolean> {
  if (kind !== 'direct') return false;
  const { people = [] } = (await transaction.roomView(id, account)) ?? {};
  const other = people.length === 1 ? await transaction.account(people[0]!.id) : undefined;
  return other?.settings.blocked?.includes(account) ?? false;
}

/** Everybody is in it from its first event on: nobody joins, and nobody leaves. */
async function make(nameKey: string, opener: AccountRow, members: readonly AccountRow[], court: Court) {
  const { transaction, changes, now } = court;
  const id = court.makeId();
  const { id: by, name } = opener;
  await transaction.createRoom({ id, kind: 'direct', lobby: false, name: '', nameKey, createdAt: now() });
  const place = await transaction.appendRoomEvent({ room: id, kind: 'created', by, actor: undefined, now: now() });
  changes.roomEvents.push({ t: 'created', room: id, ...place, by, name });
  for (const account of members) {
    const role = account === opener ? 'owner' : 'member';
    await transaction.addMember({ room: id, account: account.id, role, at: place.at });
  }
  const [ownView] = await inTurn(members, (account) => enter(account.id, id, court));
  return ownView!;
}

async function inTurn<T, Result>(all: readonly T[], work: (one: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of all) results.push(await work(one));
  return results;
}
