import type { DatabaseSync } from 'node:sqlite';
import { registrationPolicySchema } from '@skein/protocol/rest';
import type { ServerRow } from '../rows.ts';
import { prepare, query } from './statements.ts';

/** Reads the server's settings; the ledger and the readers alike. */
export function serverRow(database: DatabaseSync): () => ServerRow {
  const meta = prepare(database, () => query.selectFrom('meta').select(['key', 'value']));
  const operator = prepare(database, () =>
    query.selectFrom('accounts').select('id').where('role', '=', 'operator').limit(1),
  );

  return () => {
    const values = new Map(meta.all({}).map(({ key, value }) => [key, value]));
    return {
      historyId: values.get('history_id') ?? '',
      registration: registrationPolicySchema.parse(values.get('registration')),
      registrationCode: values.get('registration_code'),
      claimed: operator.get({}) !== undefined,
    };
  };
}
