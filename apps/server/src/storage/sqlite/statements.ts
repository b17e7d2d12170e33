import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Compilable } from 'kysely';
import type { Database } from '../schema.ts';

/** Writes queries; it has no connection and runs nothing. */
export const query = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** A query that was compiled and prepared once, run with values by name. Synchronous: nothing stays open after a call. */
export interface Statement<Values, Row> {
  get(values: Values): Row | undefined;
  all(values: Values): Row[];
  /** @returns how many rows changed */
  run(values: Values): number;
}

type SqlValues = { readonly [name: string]: SQLInputValue };

/**
 * Builds a query once with stand-ins for its values, whose names say what goes where:
 * `prepare(database, (p: { id: string }) => query.selectFrom('rooms').selectAll().where('id', '=', p.id))`
 */
export function prepare<Values, Row>(
  database: DatabaseSync,
  build: (values: Values) => Compilable<Row>,
): Statement<Values, Row> {
  const { sql, parameters } = build(standIns as Values).compile();
  const bound = parameters.map((value) => (value instanceof StandIn ? value : { constant: value as SQLInputValue }));
  return new PreparedStatement(database.prepare(sql), bound) as unknown as Statement<Values, Row>;
}

/** Takes the place of the value called `name` while a query is built. */
class StandIn {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const standIns = new Proxy({}, { get: (_, name) => new StandIn(String(name)) });

class PreparedStatement {
  readonly #statement: StatementSync;
  readonly #bound: readonly (StandIn | { readonly constant: SQLInputValue })[];

  constructor(statement: StatementSync, bound: readonly (StandIn | { readonly constant: SQLInputValue })[]) {
    this.#statement = statement;
    this.#bound = bound;
  }

  get(values: SqlValues) {
    return this.#statement.get(...this.#bind(values));
  }

  all(values: SqlValues) {
    return this.#statement.all(...this.#bind(values));
  }

  run(values: SqlValues): number {
    return Number(this.#statement.run(...this.#bind(values)).changes);
  }

  #bind(values: SqlValues): SQLInputValue[] {
    return this.#bound.map((value) => (value instanceof StandIn ? values[value.name]! : value.constant));
  }
}
