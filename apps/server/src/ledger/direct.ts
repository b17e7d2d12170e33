import { LIMITS } from '@skein/protocol/limits';
import { accepted, type Refused, refused } from '../result.ts';
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

/**
 * Why neither of two may write who have a direct room, where one blocks the other: in a group one cannot speak for all (SPEC B1).
 * Who blocks hears that they do, so never whether they are blocked as well.
 */
export async function blockIn(
  { id, kind }: RoomRow,
  account: AccountRow,
  { transaction }: Court,
): Promise<Refused | undefined> {
  if (kind !== 'direct') return undefined;
  const { people = [] } = (await transaction.roomView(id, account.id)) ?? {};
  const other = people.length === 1 ? await transaction.account(people[0]!.id) : undefined;
  if (!other) return undefined;
  if (account.settings.blocked?.includes(other.id)) return refused('blocking');
  return other.settings.blocked?.includes(account.id) ? refused('blocked') : undefined;
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
