import type { ChangedSettings } from '@skein/protocol/rooms';
import { accepted, refused } from '../result.ts';
import { may, type RoomAction } from '../rooms/may.ts';
import type { RoomRow } from '../storage/rows.ts';
import type { Judge } from './judgement.ts';
import { actorIn } from './rooms.ts';

/** Changes what is set for a room. What is as it was is no change, and without any there is no event. */
export const changeRoom: Judge<'change-room'> = async ({ by, room: roomId, settings: asked, nameKey }, court) => {
  const { transaction, changes, now } = court;
  const account = await transaction.account(by);
  const room = await transaction.room(roomId);
  if (!account || !room) return refused('not_found');
  const actor = await actorIn(account, roomId, court);
  if (!may(actor, 'see', room)) return refused('not_found');
  const names = Object.keys(asked) as (keyof ChangedSettings)[];
  // Without a change it is asked for nothing that only some may.
  const actions = names.length > 0 ? names.map(actionOf) : (['change-settings'] as const);
  if (!actions.every((action) => may(actor, action, room))) return refused('forbidden');

  const settings = differing(asked, room);
  if (settings.name !== undefined && nameKey !== undefined) {
    const renamed = await transaction.renameRoom(roomId, { name: settings.name, nameKey });
    if (renamed === 'taken') return refused('name_taken');
  }
  if (Object.keys(settings).length > 0) {
    const place = await transaction.changeSettings({ room: roomId, by, settings, now: now() });
    changes.roomEvents.push({ t: 'settings', room: roomId, ...place, by, name: account.name, settings });
  }
  return accepted((await transaction.roomView(roomId, by))!);
};

/** Gives a member another role. An owner may step back as long as there is another. */
export const setRole: Judge<'set-room-role'> = async ({ by, room: roomId, account: id, role }, court) => {
  const { transaction, changes, now } = court;
  const giver = await transaction.account(by);
  const room = await transaction.room(roomId);
  if (!giver || !room) return refused('not_found');
  const actor = await actorIn(giver, roomId, court);
  if (!may(actor, 'see', room)) return refused('not_found');
  if (!may(actor, 'set-role', room)) return refused('forbidden');
  const account = await transaction.account(id);
  const before = account && (await transaction.roleIn(roomId, id));
  if (!before) return refused('not_found');
  if (before === role) return accepted(undefined);
  if (before === 'owner' && (await transaction.ownerCountOf(roomId)) === 1) return refused('last_owner');
  const event = { room: roomId, kind: 'role', by: id, actor: by, role, now: now() } as const;
  const place = await transaction.appendRoomEvent(event);
  await transaction.setRole(roomId, id, role);
  const { name } = account;
  changes.roomEvents.push({
    t: 'role',
    room: roomId,
    ...place,
    by: id,
    name,
    role,
    changedBy: giver.name,
    actor: giver.id,
  });
  return accepted(undefined);
};

function actionOf(name: keyof ChangedSettings): RoomAction {
  if (name === 'topic' || name === 'description') return 'change-topic';
  // The Lobby keeps its name, and is never over.
  return name === 'retentionDays' ? 'change-settings' : 'archive';
}

function differing(asked: ChangedSettings, { name, settings }: RoomRow): ChangedSettings {
  const present = { topic: '', description: '', archived: false, ...settings, name };
  const names = Object.keys(asked) as (keyof ChangedSettings)[];
  return Object.fromEntries(names.filter((name) => asked[name] !== present[name]).map((name) => [name, asked[name]]));
}
