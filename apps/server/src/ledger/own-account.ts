import type { AccountSettings } from '@skein/protocol/accounts';
import { LIMITS } from '@skein/protocol/limits';
import { isDeepStrictEqual } from 'node:util';
import { accountViewOf, profileOf } from '../accounts/account-view.ts';
import { accepted, refused } from '../result.ts';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { AccountRow } from '../storage/rows.ts';
import type { CommandOf } from './commands.ts';
import type { Court, Judge } from './judgement.ts';
import { ownUpload } from './uploads.ts';

/** Changes what an account is called and what it has set. What is as it was is no change. */
export const changeAccount: Judge<'change-account'> = async (command, court) => {
  const { transaction } = court;
  const account = await transaction.account(command.account);
  if (!account || account.disabled) return refused('forbidden');
  const settings = changedSettings(account.settings, command.settings);
  if (command.name && command.name.name !== account.name) {
    const set = await transaction.setDisplayName(account.id, command.name);
    if (set === 'taken') return refused('name_taken');
  }
  if (!isDeepStrictEqual(settings, account.settings)) await transaction.setAccountSettings(account.id, settings);
  return accepted(accountViewOf(await tellOfChange(account, court)));
};

/** The picture before is forgotten with it. Setting it again is answered like the first time: who asked may not have heard. */
export const setPicture: Judge<'set-picture'> = async ({ account: id, upload }, court) => {
  const { transaction, changes } = court;
  const account = await transaction.account(id);
  if (!account || account.disabled) return refused('forbidden');
  const { picture: before, ...rest } = account.settings;
  if (before === upload?.id) return accepted(accountViewOf(account));
  if (upload) {
    const file = await ownUpload(id, upload.id, court);
    if (!file.ok) return file;
    await transaction.finishFile(upload.id, upload.facts);
    await transaction.makePicture(upload.id);
  }
  if (before !== undefined) {
    await transaction.removeFile(before);
    changes.removedFiles.push(before);
  }
  await transaction.setAccountSettings(id, upload ? { ...rest, picture: upload.id } : rest);
  return accepted(accountViewOf(await tellOfChange(account, court)));
};

/** Whom an account blocks is its own affair: nobody else is told (SPEC B1). */
export const setBlocked: Judge<'set-blocked'> = async ({ account: id, person, isBlocked }, court) => {
  const { transaction } = court;
  const account = await transaction.account(id);
  const other = await transaction.account(person);
  if (!account || account.disabled) return refused('forbidden');
  if (!other || other.kind === 'system' || person === id) return refused('not_found');
  const before = account.settings.blocked ?? [];
  if (before.includes(person) === isBlocked) return accepted(undefined);
  if (isBlocked && before.length >= LIMITS.blockedPeople)
    return refused('bad_request', { params: { reason: 'too many people are blocked' } });
  const after = isBlocked ? [...before, person] : before.filter((blocked) => blocked !== person);
  const { blocked: _, ...rest } = account.settings;
  await transaction.setAccountSettings(id, after.length > 0 ? { ...rest, blocked: after } : rest);
  await tellOfChange(account, court);
  return accepted(undefined);
};

export const setPreferences: Judge<'set-preferences'> = async ({ account, room, preferences }, court) => {
  const { transaction, changes } = court;
  const view = await transaction.roomView(room, account);
  if (!view) return refused('not_a_member');
  if (isDeepStrictEqual(preferences, view.preferences ?? {})) return accepted(undefined);
  await transaction.setPreferences(account, room, preferences);
  const seq = await transaction.appendAccountEvent({ account, kind: 'preferences', room });
  changes.accountEvents.push({ account, event: { t: 'preferences', seq, room, preferences } });
  return accepted(undefined);
};

/** Null takes away what was set. */
function changedSettings(settings: AccountSettings, asked: CommandOf<'change-account'>['settings']): AccountSettings {
  const merged = Object.entries({ ...settings, ...asked });
  return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
}

/** Tells the account's own clients, and everybody of what everybody may see. @returns the account as it is now */
async function tellOfChange(before: AccountRow, court: Court): Promise<AccountRow> {
  const { transaction, changes, now } = court;
  const { id } = before;
  const account = (await transaction.account(id))!;
  const isSameName = account.name === before.name;
  if (isSameName && isDeepStrictEqual(account.settings, before.settings)) return account;
  const seq = await transaction.appendAccountEvent({ account: id, kind: 'account', room: '' });
  changes.accountEvents.push({ account: id, event: { t: 'account', seq, account: accountViewOf(account) } });

  const profile = profileOf(account.settings);
  if (isSameName && isDeepStrictEqual(profile, profileOf(before.settings))) return account;
  const event = { room: LOBBY_ID, kind: 'profile', by: id, actor: undefined, now: now() } as const;
  const place = await transaction.appendRoomEvent(event);
  changes.roomEvents.push({ t: 'profile', room: LOBBY_ID, ...place, by: id, name: account.name, profile });
  return account;
}
