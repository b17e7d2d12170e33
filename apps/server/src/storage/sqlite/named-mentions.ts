import type { DatabaseSync } from 'node:sqlite';
import { mentionsIn } from '@skein/protocol/mentions';
import type { Person } from '@skein/protocol/people';
import { prepare, query } from './statements.ts';

/** Whom a body names, as they are called now; nobody is looked up for a body without a token. */
export function namedMentions(database: DatabaseSync): (body: string) => { mentions?: Person[] } {
  const name = prepare(database, (p: { id: string }) =>
    query.selectFrom('accounts').select('name').where('id', '=', p.id),
  );
  return (body) => {
    const people = mentionsIn(body).ids.flatMap((id) => {
      const found = name.get({ id });
      return found ? [{ id, name: found.name }] : [];
    });
    return people.length > 0 ? { mentions: people } : {};
  };
}
