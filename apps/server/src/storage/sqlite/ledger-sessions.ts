import type { DatabaseSync } from 'node:sqlite';
import type { SessionRow } from '../rows.ts';
import type { Transaction } from '../store.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'createSession' | 'renewSession' | 'endSession' | 'endSessionsOf' | 'keepResetLink' | 'useResetLink';

export function ledgerSessions(database: DatabaseSync): Synchronous<Pick<Transaction, Methods>> {
  const statements = prepareStatements(database);

  return {
    createSession(session) {
      statements.forgetExpired.run({ account: session.account, now: session.createdAt });
      statements.insert.run(session);
    },

    renewSession: (id, expiresAt) => statements.renew.run({ id, expiresAt }) === 1,

    endSession: (id) => statements.end.get({ id })?.account_id,

    endSessionsOf: (account, but = '') => statements.endAll.all({ account, but }).map(({ id }) => id),

    keepResetLink(link) {
      statements.keepLink.run(link);
    },

    useResetLink(tokenHash, now) {
      const link = statements.link.get({ tokenHash, now });
      if (link) statements.forgetLinks.run(link);
      return link?.account;
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    forgetExpired: prepare(database, (p: { account: string; now: number }) =>
      query.deleteFrom('sessions').where('account_id', '=', p.account).where('expires_at', '<=', p.now),
    ),
    insert: prepare(database, (p: SessionRow) =>
      query.insertInto('sessions').values({
        id: p.id,
        account_id: p.account,
        created_at: p.createdAt,
        expires_at: p.expiresAt,
        address: p.address,
        agent: p.agent,
      }),
    ),
    renew: prepare(database, (p: { id: string; expiresAt: number }) =>
      query.updateTable('sessions').set({ expires_at: p.expiresAt }).where('id', '=', p.id),
    ),
    end: prepare(database, (p: { id: string }) =>
      query.deleteFrom('sessions').where('id', '=', p.id).returning('account_id'),
    ),
    endAll: prepare(database, (p: { account: string; but: string }) =>
      query.deleteFrom('sessions').where('account_id', '=', p.account).where('id', '!=', p.but).returning('id'),
    ),
    keepLink: prepare(database, (p: { tokenHash: string; account: string; expiresAt: number }) =>
      query
        .insertInto('reset_links')
        .values({ token_hash: p.tokenHash, account_id: p.account, expires_at: p.expiresAt }),
    ),
    link: prepare(database, (p: { tokenHash: string; now: number }) =>
      query
        .selectFrom('reset_links')
        .select('account_id as account')
        .where('token_hash', '=', p.tokenHash)
        .where('expires_at', '>', p.now),
    ),
    forgetLinks: prepare(database, (p: { account: string }) =>
      query.deleteFrom('reset_links').where('account_id', '=', p.account),
    ),
  };
}
