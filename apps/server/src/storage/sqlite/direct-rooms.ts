import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@skein/protocol/limits';
import type { RoomView } from '@skein/protocol/rooms';
import { directFacts } from '../../rooms/direct.ts';
import { prepare, query } from './statements.ts';

/** Adds to the view of a direct room who is in it, under the names they have now. Views of other rooms stay as they are. */
export function directRooms(database: DatabaseSync): (view: RoomView, account: string) => RoomView {
  const members = prepare(database, (p: { room: string }) =>
    query
      .selectFrom('members')
      .innerJoin('accounts', 'accounts.id', 'members.account_id')
      .select(['accounts.id', 'accounts.name'])
      .where('members.room_id', '=', p.room)
      .orderBy('members.name_key')
      .limit(LIMITS.directPeople),
  );
  return (view, account) => {
    if (view.kind !== 'direct') return view;
    const people = members.all({ room: view.id }).map(({ id, name }) => ({ id, name }));
    return { ...view, ...directFacts(account, people) };
  };
}
