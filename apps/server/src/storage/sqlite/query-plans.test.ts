import assert from 'node:assert/strict';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { test } from 'node:test';
import { SqliteLedgerStore } from './ledger-store.ts';
import { prepareDatabase } from './prepare-database.ts';
import { sqliteReadStore } from './read-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A connection that remembers what was prepared on it. */
class ListeningDatabase extends DatabaseSync {
  readonly prepared = new Set<string>();

  override prepare(sql: string): StatementSync {
    this.prepared.add(sql);
    return super.prepare(sql);
  }

  planOf(sql: string): string {
    const steps = super.prepare(`explain query plan ${sql}`).all();
    return steps.map(({ detail }) => String(detail)).join('; ');
  }
}

test('every statement is a search of an index, and only the rooms of one account are sorted', async () => {
  using folder = temporaryFolder();
  const file = folder.file('skein.db');
  await prepareDatabase(file);
  const database = new ListeningDatabase(file);
  await using _ledger = new SqliteLedgerStore(database);
  sqliteReadStore(database);

  const statements = [...database.prepared].filter((sql) => /^(select|insert|update|delete)/.test(sql));
  assert.ok(statements.length > 40);
  const plans = statements.map((sql) => ({ sql, plan: database.planOf(sql) }));
  assert.deepEqual(
    plans.filter(({ plan }) => /SCAN (?!meta)/.test(plan)),
    [],
  );
  const sorted = plans.filter(({ plan }) => plan.includes('TEMP B-TREE'));
  assert.equal(sorted.length, 1);
  assert.match(sorted[0]!.plan, /^SEARCH members USING INDEX members_by_account/);
});
