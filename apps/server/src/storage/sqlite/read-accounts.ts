import type { DatabaseSync } from 'node:sqlite';
import type { ReadStore } from '../store.ts';
import { ACCOUNT_COLUMNS, toAccountRow } from './columns.ts';
import { serverRow } from './server-row.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'server' | 'accountById' | 'accountByLoginKey' | 'session' | 'resetLink';

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

    resetLink(tokenHash, now) {
      const link = statements.resetLink.get({ tokenHash, now });
      return link && { account: link.account };
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    byId: prepare(database, (p: { id: string }) =>
      query.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('id', '=', p.id),
    ),
    byLoginKey: prepare(database, (p: { loginKey: string }) =>
      query.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('login_key', '=', p.loginKey),
    ),
    session: prepare(database, (p: { id: string; now: number }) =>
      query
        .selectFrom('sessions')
        .select([
          'id',
          'account_id as account',
          'created_at as createdAt',
          'expires_at as expiresAt',
          'address',
          'agent',
        ])
        .where('id', '=', p.id)
        .where('expires_at', '>', p.now),
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
