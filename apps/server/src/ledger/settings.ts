import type { ChangedSettings, RoomSettings } from '@skein/protocol/rooms';
import { accepted, refused } from '../result.ts';
import { may } from '../rooms/may.ts';
import type { Judge } from './judgement.ts';
import { actorIn } from './rooms.ts';

/** Changes what is set for a room. What is as it was is no change, and without any there is no event. */
export const changeRoom: Judge<'change-room'> = async ({ by, room: roomId, settings: asked }, court) => {
  const { transaction, changes, now } = court;
  const account = await transaction.account(by);
  const room = await transaction.room(roomId);
  if (!account || !room) return refused('not_found');
  const actor = await actorIn(account, roomId, court);
  if (!may(actor, 'see', room)) return refused('not_found');
  if (!may(actor, 'change-settings', room)) return refused('forbidden');

  const settings = differing(asked, room.settings);
  if (Object.keys(settings).length > 0) {
    const place = await transaction.changeSettings({ room: roomId, by, settings, now: now() });
    changes.roomEvents.push({ t: 'settings', room: roomId, ...place, by, name: account.name, settings });
  }
  return accepted((await transaction.roomView(roomId, by))!);
};

function differing(asked: ChangedSettings, settings: RoomSettings): ChangedSettings {
  const names = Object.keys(asked) as (keyof RoomSettings)[];
  return Object.fromEntries(names.filter((name) => asked[name] !== settings[name]).map((name) => [name, asked[name]]));
}
