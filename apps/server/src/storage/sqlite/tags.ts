import type { DatabaseSync } from 'node:sqlite';
import type { Person } from '@skein/protocol/people';
import type { Reaction, Tags } from '@skein/protocol/rooms';
import type { Range } from './room-events.ts';
import { prepare, query } from './statements.ts';

export interface MemberRange extends Range {
  readonly account: string;
}

/** What is on the messages of a range, as one member sees it, by their seqs: three look-ups at most, mostly one, and one for each name. */
export function tagsIn(database: DatabaseSync): (range: MemberRange) => ReadonlyMap<number, Tags> {
  const statements = prepareStatements(database);
  return (range) => {
    const tagged = statements.tags.all(range);
    if (tagged.length === 0) return new Map();
    const own = new Set(statements.own.all(range).map(({ message, emoji }) => `${message} ${emoji}`));
    const reactions = Map.groupBy(statements.reactions.all(range), ({ message }) => message);
    const people = new Map<string, Person>();
    const personOf = (id: string): Person => {
      const person = people.get(id) ?? { id, name: statements.name.get({ id })?.name ?? '' };
      people.set(id, person);
      return person;
    };
    const toReaction = ({ message, emoji, count, since, named }: StoredReaction): Reaction => {
      const by = (JSON.parse(named) as string[]).map(personOf);
      return { emoji, count, since, own: own.has(`${message} ${emoji}`), by };
    };
    return new Map(
      tagged.map(({ message, seq, at, by, name }) => {
        const list = (reactions.get(message) ?? []).sort((left, right) => left.since - right.since).map(toReaction);
        const pinned = at === null ? {} : { pinned: { at, by: by!, name: name! } };
        return [message, { seq, reactions: list, ...pinned }];
      }),
    );
  };
}

interface StoredReaction {
  readonly message: number;
  readonly emoji: string;
  readonly count: number;
  readonly since: number;
  readonly named: string;
}

function prepareStatements(database: DatabaseSync) {
  return {
    tags: prepare(database, (p: MemberRange) =>
      query
        .selectFrom('message_tags as tags')
        .leftJoin('tag_events as pin', (join) =>
          join.onRef('pin.room_id', '=', 'tags.room_id').onRef('pin.seq', '=', 'tags.pin_seq'),
        )
        .leftJoin('accounts as pinner', 'pinner.id', 'pin.by_id')
        .select(['tags.message_seq as message', 'tags.seq', 'pin.at', 'pin.by_id as by', 'pinner.name'])
        .where('tags.room_id', '=', p.room)
        .where('tags.message_seq', '>', p.after)
        .where('tags.message_seq', '<=', p.upTo),
    ),
    reactions: prepare(database, (p: MemberRange) =>
      query
        .selectFrom('reaction_counts')
        .select(['message_seq as message', 'emoji', 'count', 'since', 'named'])
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo),
    ),
    own: prepare(database, (p: MemberRange) =>
      query
        .selectFrom('reactions')
        .select(['message_seq as message', 'emoji'])
        .where('room_id', '=', p.room)
        .where('account_id', '=', p.account)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo),
    ),
    name: prepare(database, (p: { id: string }) => query.selectFrom('accounts').select('name').where('id', '=', p.id)),
  };
}
