import type { DatabaseSync } from 'node:sqlite';
import { excerptOf } from '@skein/protocol/excerpt';
import type { Message, Quote } from '@skein/protocol/rooms';
import type { MessageChangeKind } from '../schema.ts';
import type { Range } from './room-events.ts';
import { prepare, query } from './statements.ts';

/** Gives the messages of a range that answer others what they say of those: one look-up, and most find nothing. */
export function quotesIn(database: DatabaseSync): (range: Range, messages: readonly Message[]) => readonly Message[] {
  const quotes = prepareQuotes(database);

  return (range, messages) => {
    const stored = messages.length === 0 ? [] : quotes.all(range);
    if (stored.length === 0) return messages;
    const byReply = new Map(stored.map(({ reply, r, ...quote }) => [reply, { ...toQuote(quote), r }]));
    return messages.map((message) => {
      const reply = byReply.get(message.seq);
      return reply ? { ...message, reply } : message;
    });
  };
}

/** What is known of the message that was answered; nothing but its place where retention took it. */
export interface StoredQuote {
  readonly seq: number;
  readonly root: number;
  readonly n: number | null;
  readonly by: string | null;
  readonly name: string | null;
  readonly body: string | null;
  /** Of its first file, which stands for a body that is empty. */
  readonly file: string | null;
  readonly changed: number | null;
  readonly change: MessageChangeKind | null;
}

export function toQuote({ seq, root, n, by, name, body, file, changed, change }: StoredQuote): Omit<Quote, 'r'> {
  const changes = changed === null ? {} : { changed };
  const deletion = change === 'deleted' ? ({ deleted: true } as const) : {};
  const excerpt = excerptOf(body || (file ?? ''));
  return { seq, n: n ?? 0, by: by ?? '', name: name ?? '', excerpt, ...changes, ...deletion, root };
}

function prepareQuotes(database: DatabaseSync) {
  return prepare(database, (p: Range) =>
    query
      .selectFrom('replies')
      .leftJoin('messages', (join) =>
        join.onRef('messages.room_id', '=', 'replies.room_id').onRef('messages.seq', '=', 'replies.message_seq'),
      )
      .leftJoin('accounts as author', 'author.id', 'messages.author_id')
      .leftJoin('message_changes as change', (join) =>
        join.onRef('change.room_id', '=', 'messages.room_id').onRef('change.seq', '=', 'messages.change_seq'),
      )
      .leftJoin('files', (join) =>
        join
          .onRef('files.room_id', '=', 'messages.room_id')
          .onRef('files.message_seq', '=', 'messages.seq')
          .on('files.position', '=', 0),
      )
      .select([
        'replies.seq as reply',
        'replies.message_seq as seq',
        'replies.root_seq as root',
        'replies.r',
        'messages.n',
        'messages.author_id as by',
        'author.name',
        'messages.body',
        'files.name as file',
        'change.seq as changed',
        'change.kind as change',
      ])
      .where('replies.room_id', '=', p.room)
      .where('replies.seq', '>', p.after)
      .where('replies.seq', '<=', p.upTo),
  );
}
