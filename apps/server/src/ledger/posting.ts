import type { Quote } from '@skein/protocol/rooms';
import { accepted, refused } from '../result.ts';
import { may } from '../rooms/may.ts';
import { LOBBY_ID, SERVER_ACCOUNT_ID } from '../storage/lobby.ts';
import { toFileView } from '../storage/file-view.ts';
import type { FileRow } from '../storage/rows.ts';
import type { MessagePlace, Transaction } from '../storage/store.ts';
import type { Answer, CommandOf } from './commands.ts';
import type { Court, Judge } from './judgement.ts';
import { blockIn } from './direct.ts';
import { namedIn, tellMentioned } from './mentioning.ts';
import { actorIn } from './rooms.ts';
import { filesToPost } from './uploads.ts';

export const post: Judge<'post'> = async (command, court) => {
  const { transaction } = court;
  const author = await transaction.account(command.account);
  const room = await transaction.room(command.room);
  if (!author || !room) return refused('not_a_member');
  const actor = await actorIn(author, room.id, court);
  if (!may(actor, 'post', room))
    return earlierOr(refused(may(actor, 'read', room) ? 'room_archived' : 'not_a_member'), command, court);
  const block = await blockIn(room, author, court);
  if (block) return earlierOr(block, command, court);
  const { id, body, reply, files: ids = [] } = command;
  const draft = { room: room.id, author, id, body, answered: undefined, files: [], fromServer: false };
  if (reply === undefined && ids.length === 0) return append(court, draft);
  // Before they are judged: what a post that was stored answers may be deleted since, and its files are in a message.
  const earlier = await transaction.earlierPost({ ...draft, author: author.id, reply, files: ids });
  if (earlier.kind === 'reused') return refused('client_id_reused');
  if (earlier.kind === 'repeated') return accepted({ ...earlier.place, repeated: true });
  const answered = reply === undefined ? undefined : await transaction.quotable(room.id, reply);
  if (reply !== undefined && !answered) return refused('not_found');
  if (answered?.deleted) return refused('message_deleted');
  const files = await filesToPost(author.id, ids, court);
  return files.ok ? append(court, { ...draft, answered, files: files.value }) : files;
};

/** What was stored while its author was a member gets its first answer ever after (SPEC P2). */
async function earlierOr(refusal: Answer<'post'>, post: CommandOf<'post'>, court: Court): Promise<Answer<'post'>> {
  const earlier = await court.transaction.earlierPost({ ...post, files: post.files ?? [], author: post.account });
  return earlier.kind === 'repeated' ? accepted({ ...earlier.place, repeated: true }) : refusal;
}

/** What the operator says to everybody: a durable message of the server's in the Lobby. */
export const broadcast: Judge<'broadcast'> = async ({ body }, court) => {
  const author = await court.transaction.account(SERVER_ACCOUNT_ID);
  if (!author) throw new Error('the store has no server account');
  return append(court, {
    room: LOBBY_ID,
    author,
    id: court.makeId(),
    body,
    answered: undefined,
    files: [],
    fromServer: true,
  });
};

interface Draft {
  readonly room: string;
  readonly author: { readonly id: string; readonly name: string };
  readonly id: string;
  readonly body: string;
  readonly files: readonly FileRow[];
  readonly fromServer: boolean;
  /** What it answers. */
  readonly answered: Omit<Quote, 'r'> | undefined;
}

async function append(court: Court, draft: Draft) {
  const { transaction, changes, now } = court;
  const { room, author, id, body, answered, files, fromServer } = draft;
  const ids = files.map((file) => file.id);
  const post = { room, author: author.id, id, body, reply: answered?.seq, files: ids, fromServer };
  const stored = await transaction.appendMessage({ ...post, now: now() });
  if (stored.kind === 'reused') return refused('client_id_reused');
  const { place } = stored;
  const { seq, n, at } = place;
  if (stored.kind === 'stored') {
    const from = fromServer ? ({ from: 'server' } as const) : {};
    const reply = answered ? { reply: await quote(draft, answered, place, transaction) } : {};
    const attached = files.length > 0 ? { files: files.map(toFileView) } : {};
    const mentions = body.includes('<@') ? await namedIn(body, court) : {};
    const carried = { ...reply, ...mentions, ...attached };
    const message = { room, seq, at, n, by: author.id, name: author.name, ...from, id, body, ...carried };
    changes.roomEvents.push({ t: 'message', ...message });
    if (!fromServer && (answered || body.includes('<@'))) await tellMentioned({ ...draft, place }, court);
  }
  return accepted({ seq, n, at, repeated: stored.kind === 'repeated' });
}

/** Puts a message into the group of what it answers. */
async function quote(
  { room, author }: Draft,
  answered: Omit<Quote, 'r'>,
  place: MessagePlace,
  transaction: Transaction,
): Promise<Quote> {
  const { seq: message, root } = answered;
  return { ...answered, r: await transaction.appendReply({ room, author: author.id, place, message, root }) };
}
