import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@skein/protocol/limits';
import type { ReadStore } from '../store.ts';
import { ACCOUNT_COLUMNS, toAccountRow } from './columns.ts';
import { serverRow } from './server-row.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'server' | 'accountById' | 'accountByLoginKey' | 'session' | 'sessionsOf' | 'resetLink';

export function readAccounts(database: DatabaseSync): Synchronous<Pick<ReadStore, Methods>> {
  const statements = prepareStatements(database);

  return {
    server: serverRow(database),

    accountById(id) {
      const stored = statements.byId.get({ id });
      return stored && toAccountRow(stored);
    },

    accountByLoginKey(loginKey) {
      const stored = statements.byLoginKey.get({ loginKey });
      return stored && toAccountRow(stored);
    },

    session(id, now) {
      const session = statements.session.get({ id, now });
      const account = session && statements.byId.get({ id: session.account });
      if (!account || account.disabled === 1) return undefined;
      return { session: { ...session }, account: toAccountRow(account) };
    },

    sessionsOf: (account, now) =>
      statements.sessionsOf
        .all({ account, now })
        .map((session) => ({ ...session }))
        .sort((left, right) => right.createdAt - left.createdAt),

    resetLink(tokenHash, now) {
      const link = statements.resetLink.get({ tokenHash, now });
      return link && { account: link.account };
    },
  };
}

const SESSION_COLUMNS = [
  'id',
  'account_id as account',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'address',
  'agent',
] as const;

function prepareStatements(database: DatabaseSync) {
  return {
    byId: prepare(database, (p: { id: string }) =>
      query.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('id', '=', p.id),
    ),
    byLoginKey: prepare(database, (p: { loginKey: string }) =>
      query.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('login_key', '=', p.loginKey),
    ),
    session: prepare(database, (p: { id: string; now: number }) =>
      query.selectFrom('sessions').select(SESSION_COLUMNS).where('id', '=', p.id).where('expires_at', '>', p.now),
    ),
    sessionsOf: prepare(database, (p: { account: string; now: number }) =>
      query
        .selectFrom('sessions')
        .select(SESSION_COLUMNS)
        .where('account_id', '=', p.account)
        .where('expires_at', '>', p.now)
        .limit(LIMITS.pageRows),
    ),
    resetLink: prepare(database, (p: { tokenHash: string; now: number }) =>
      query
        .selectFrom('reset_links')
        .select('account_id as account')
        .where('token_hash', '=', p.tokenHash)
        .where('expires_at', '>', p.now),
    ),
  };
}
