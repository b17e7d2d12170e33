import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { Range } from './room-events.ts';
import { prepare, query } from './statements.ts';

/** What one page of history may weigh: rows besides the messages' own, and KiB of bodies. */
const PAGE_WEIGHT = 2_500;
/** Never heavier than that, with all the emoji, files and bytes that messages may have. */
const LIGHT_EVENTS = 50;

/** Shortens a page on which too much hangs, from the end that is further from `anchor`; one message is always left. */
export function pageWeights(database: DatabaseSync): (range: Range, anchor: number) => Range {
  const statements = prepareStatements(database);
  return (range, anchor) => {
    if (range.upTo - range.after <= LIGHT_EVENTS) return range;
    const weights = new Map<number, number>();
    for (const statement of statements)
      for (const { seq, weight } of statement.all(range)) weights.set(seq, (weights.get(seq) ?? 0) + weight);
    const byDistance = (left: number, right: number): number => Math.abs(left - anchor) - Math.abs(right - anchor);
    const seqs = Array.from({ length: range.upTo - range.after }, (_, index) => range.after + 1 + index).sort(
      byDistance,
    );
    let left = PAGE_WEIGHT;
    const cut = seqs.findIndex((seq, index) => (left -= weights.get(seq) ?? 0) < 0 && index > 0);
    if (cut < 0) return range;
    // What is as near to the anchor on both sides goes in turn, so these are all of a stretch.
    const kept = seqs.slice(0, cut);
    return { ...range, after: Math.min(...kept) - 1, upTo: Math.max(...kept) };
  };
}

function prepareStatements(database: DatabaseSync) {
  return [
    prepare(database, (p: Range) =>
      query
        .selectFrom('messages')
        .select(['seq', sql<number>`octet_length(body) / 1024`.as('weight')])
        .where('room_id', '=', p.room)
        .where('seq', '>', p.after)
        .where('seq', '<=', p.upTo),
    ),
    prepare(database, (p: Range) =>
      query
        .selectFrom('reaction_counts')
        .select(({ fn }) => ['message_seq as seq', fn.countAll<number>().as('weight')])
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo)
        .groupBy('message_seq'),
    ),
    prepare(database, (p: Range) =>
      query
        .selectFrom('files')
        .select(({ fn }) => ['message_seq as seq', fn.countAll<number>().as('weight')])
        .where('room_id', '=', p.room)
        .where('message_seq', '>', p.after)
        .where('message_seq', '<=', p.upTo)
        .groupBy('message_seq')
        .$narrowType<{ seq: number }>(),
    ),
  ];
}
