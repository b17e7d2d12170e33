import { timingSafeEqual } from 'node:crypto';
import { accountViewOf } from '../accounts/account-view.ts';
import { accepted, refused } from '../result.ts';
import type { ServerRow } from '../storage/rows.ts';
import type { Judge } from './judgement.ts';

export const register: Judge<'register'> = async ({ account, code, setup, session }, court) => {
  const { transaction } = court;
  const refusal = setup ? undefined : refuseRegistration(await transaction.server(), code);
  if (refusal) return refusal;
  if (await transaction.accountByLoginKey(account.loginKey)) return refused('name_taken');

  const row = {
    id: court.makeId(),
    kind: 'person',
    role: setup ? 'operator' : 'member',
    login: account.login,
    loginKey: account.loginKey,
    name: account.login,
    passwordHash: account.passwordHash,
    createdAt: court.now(),
  } as const;
  // The name is taken before the token is used: a name that is taken must not cost the operator their link.
  if (setup && !(await transaction.hasSetupToken(setup.tokenHash))) return refused('link_invalid');
  const created = await transaction.createAccount({ ...row, skeleton: account.skeleton });
  if (created === 'taken') return refused('name_taken');
  if (setup) {
    await transaction.useSetupToken(setup.tokenHash);
    await transaction.setRegistration(setup.registration);
  }
  await transaction.createSession({ ...session, account: row.id });
  return accepted(accountViewOf({ ...row, settings: {} }));
};

function refuseRegistration({ registration, registrationCode }: ServerRow, code: string | undefined) {
  if (registration === 'closed') return refused('registration_closed');
  if (registration === 'code' && !isSameText(code ?? '', registrationCode ?? ''))
    return refused('registration_code_wrong');
  return undefined;
}

export const openSession: Judge<'open-session'> = async ({ session, rehashed }, { transaction }) => {
  const account = await transaction.account(session.account);
  if (!account || account.disabled) return refused('wrong_credentials');
  if (rehashed) await transaction.setPassword(account.id, rehashed);
  await transaction.createSession(session);
  return accepted(accountViewOf(account));
};

export const renewSession: Judge<'renew-session'> = async ({ session, expiresAt }, { transaction }) =>
  (await transaction.renewSession(session, expiresAt)) ? accepted(undefined) : refused('not_logged_in');

export const endSession: Judge<'end-session'> = async ({ session }, { transaction, changes }) => {
  if (await transaction.endSession(session)) changes.endedSessions.push(session);
  return accepted(undefined);
};

export const makeResetLink: Judge<'make-reset-link'> = async (command, { transaction }) => {
  const operator = await transaction.account(command.by);
  if (!operator || operator.disabled || operator.role !== 'operator') return refused('forbidden');
  const account = await transaction.accountByLoginKey(command.loginKey);
  if (!account || account.kind !== 'person') return refused('not_found');
  const { tokenHash, expiresAt } = command;
  await transaction.keepResetLink({ tokenHash, account: account.id, expiresAt });
  return accepted(undefined);
};

export const resetPassword: Judge<'reset-password'> = async ({ tokenHash, passwordHash }, court) => {
  const { transaction, changes } = court;
  const account = await transaction.useResetLink(tokenHash, court.now());
  if (!account) return refused('link_invalid');
  await transaction.setPassword(account, passwordHash);
  changes.endedSessions.push(...(await transaction.endSessionsOf(account)));
  return accepted(undefined);
};

export const changePassword: Judge<'change-password'> = async ({ account, passwordHash, session }, court) => {
  const { transaction, changes } = court;
  const row = await transaction.account(account);
  if (!row || row.disabled) return refused('forbidden');
  await transaction.setPassword(account, passwordHash);
  changes.endedSessions.push(...(await transaction.endSessionsOf(account, session)));
  return accepted(undefined);
};

export const setRegistration: Judge<'set-registration'> = async ({ by, registration }, { transaction }) => {
  const operator = await transaction.account(by);
  if (!operator || operator.disabled || operator.role !== 'operator') return refused('forbidden');
  await transaction.setRegistration(registration);
  return accepted(undefined);
};

export const keepSetupToken: Judge<'keep-setup-token'> = async ({ tokenHash }, { transaction }) => {
  await transaction.keepSetupToken(tokenHash);
  return accepted(undefined);
};

function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
