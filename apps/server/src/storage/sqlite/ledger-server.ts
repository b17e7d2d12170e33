import type { DatabaseSync } from 'node:sqlite';
import type { MetaKey } from '../schema.ts';
import type { Transaction } from '../store.ts';
import type { KnownRows } from './known-rows.ts';
import { serverRow } from './server-row.ts';
import { prepare, query } from './statements.ts';
import type { Synchronous } from '../synchronous.ts';

type Methods = 'server' | 'setRegistration' | 'keepSetupToken' | 'hasSetupToken' | 'useSetupToken';

export function ledgerServer(database: DatabaseSync, known: KnownRows): Synchronous<Pick<Transaction, Methods>> {
  const readServer = serverRow(database);
  const value = prepare(database, (p: { key: MetaKey }) =>
    query.selectFrom('meta').select('value').where('key', '=', p.key),
  );
  const forget = prepare(database, (p: { key: MetaKey }) => query.deleteFrom('meta').where('key', '=', p.key));
  const keep = prepare(database, (p: { key: MetaKey; value: string }) =>
    query
      .insertInto('meta')
      .values({ key: p.key, value: p.value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: p.value })),
  );
  const hasSetupToken = (tokenHash: string) => value.get({ key: 'setup_token' })?.value === tokenHash;

  return {
    server() {
      known.save(); // whether there is an operator is asked of the table
      return readServer();
    },

    setRegistration({ policy, code }) {
      keep.run({ key: 'registration', value: policy });
      if (code === undefined) forget.run({ key: 'registration_code' });
      else keep.run({ key: 'registration_code', value: code });
    },

    keepSetupToken(tokenHash) {
      keep.run({ key: 'setup_token', value: tokenHash });
    },

    hasSetupToken,

    useSetupToken: (tokenHash) => hasSetupToken(tokenHash) && forget.run({ key: 'setup_token' }) === 1,
  };
}
