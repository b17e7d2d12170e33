import { accountViewOf } from '../accounts/account-view.ts';
import { accepted, refused } from '../result.ts';
import type { AccountRow } from '../storage/rows.ts';

import type { Court, Judge } from './judgement.ts';

// What whoever owns the machine does with accounts. Nobody is asked whether they may: no client can send these, and who can
// read the data folder could change it anyway.

export const addAccount: Judge<'add-account'> = async ({ account, role }, { transaction, now, makeId }) => {
  const { skeleton, ...names } = account;
  const row = { ...names, id: makeId(), kind: 'person', role, name: account.login, createdAt: now() } as const;
  const created = await transaction.createAccount({ ...row, skeleton });
  return created === 'taken' ? refused('name_taken') : accepted(accountViewOf({ ...row, settings: {} }));
};

export const setPassword: Judge<'set-password'> = async ({ loginKey, passwordHash }, court) => {
  const account = await personNamed(loginKey, court);
  if (!account) return refused('not_found');
  await court.transaction.setPassword(account.id, passwordHash);
  await endSessions(account, court);
  return accepted(accountViewOf(account));
};

export const setDisabled: Judge<'set-disabled'> = async ({ loginKey, disabled }, court) => {
  const account = await personNamed(loginKey, court);
  if (!account) return refused('not_found');
  await court.transaction.setDisabled(account.id, disabled);
  if (disabled) await endSessions(account, court);
  return accepted(accountViewOf(account));
};

export const setRole: Judge<'set-role'> = async ({ loginKey, role }, court) => {
  const account = await personNamed(loginKey, court);
  if (!account) return refused('not_found');
  await court.transaction.setServerRole(account.id, role);
  return accepted(accountViewOf({ ...account, role }));
};

async function personNamed(loginKey: string, { transaction }: Court): Promise<AccountRow | undefined> {
  const account = await transaction.accountByLoginKey(loginKey);
  return account?.kind === 'person' ? account : undefined;
}

async function endSessions({ id }: AccountRow, { transaction, changes }: Court): Promise<void> {
  changes.endedSessions.push(...(await transaction.endSessionsOf(id)));
}
