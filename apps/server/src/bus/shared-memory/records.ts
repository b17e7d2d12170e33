import type { Answer, Command, CommandKind, PostCommand, PostedAnswer } from '../../ledger/commands.ts';
import type { PublishedEvent, StreamKind } from '../../hub/published-event.ts';
import { accepted } from '../../result.ts';
import type { Ephemeral, Revocation } from '../bus.ts';

// What travels through shared memory, as bytes. Posts and their answers, which are most of it, have fields in fixed places;
// ids are ASCII, as the protocol's schemas see to.
//
//   a hub worker's ring up     POST       u32 request | u8 length of account, room, id, after | account | room | id | after | body
//                              COMMAND    u32 request | any other command as JSON, posts that carry more among them
//   the broadcast log down     EVENT      u8 stream kind | u8 moves members | u16 id length | u32 0 | f64 seq | id | frame
//                              POSTED     u32 thread id | u32 request | f64 seq | f64 n | f64 at | u8 repeated
//                              ANSWER     u32 thread id | u32 request | any other answer as JSON
//                              REVOCATION as JSON
//                              EPOCH      empty: a new ledger has begun
//   a hub worker's own log     EPHEMERAL  as JSON

export const RECORD = {
  command: 1,
  event: 2,
  answer: 3,
  revocation: 4,
  ephemeral: 5,
  epoch: 6,
  post: 7,
  posted: 8,
} as const;

const STREAM_KINDS: readonly StreamKind[] = ['room', 'account'];
const EVENT_HEADER_BYTES = 16;
const POST_HEADER_BYTES = 8;
const POSTED_BYTES = 33;

/** Whether a post has nothing but what `encodePost` writes; any other goes as a command. */
export function isPlainPost(command: Command): command is PostCommand {
  return command.kind === 'post' && command.reply === undefined && command.files === undefined;
}

export function encodePost(request: number, { account, room, id, after = '', body }: PostCommand): Buffer {
  const ids = account + room + id + after;
  const record = Buffer.allocUnsafe(POST_HEADER_BYTES + ids.length + Buffer.byteLength(body));
  record.writeUInt32LE(request, 0);
  record[4] = account.length;
  record[5] = room.length;
  record[6] = id.length;
  record[7] = after.length;
  record.write(ids, POST_HEADER_BYTES, 'latin1');
  record.write(body, POST_HEADER_BYTES + ids.length);
  return record;
}

export function decodePost(record: Buffer): { request: number; command: PostCommand } {
  const roomAt = POST_HEADER_BYTES + record[4]!;
  const idAt = roomAt + record[5]!;
  const afterAt = idAt + record[6]!;
  const bodyAt = afterAt + record[7]!;
  const command = {
    kind: 'post',
    account: record.toString('latin1', POST_HEADER_BYTES, roomAt),
    room: record.toString('latin1', roomAt, idAt),
    id: record.toString('latin1', idAt, afterAt),
    body: record.toString('utf8', bodyAt),
  } as const;
  const request = record.readUInt32LE(0);
  if (afterAt === bodyAt) return { request, command };
  return { request, command: { ...command, after: record.toString('latin1', afterAt, bodyAt) } };
}

export function encodeCommand(request: number, command: Command): Buffer {
  return withPrefix([request], JSON.stringify(command));
}

export function decodeCommand(record: Buffer): { request: number; command: Command } {
  return { request: record.readUInt32LE(0), command: JSON.parse(record.toString('utf8', 4)) as Command };
}

export function encodeAnswer(threadId: number, request: number, answer: Answer<CommandKind>): Buffer {
  return withPrefix([threadId, request], JSON.stringify(answer));
}

export function decodeAnswer(record: Buffer): { threadId: number; request: number; answer: Answer<CommandKind> } {
  const [threadId, request] = [record.readUInt32LE(0), record.readUInt32LE(4)];
  return { threadId, request, answer: JSON.parse(record.toString('utf8', 8)) as Answer<CommandKind> };
}

export function encodePosted(threadId: number, request: number, { seq, n, at, repeated }: PostedAnswer): Buffer {
  const record = Buffer.allocUnsafe(POSTED_BYTES);
  record.writeUInt32LE(threadId, 0);
  record.writeUInt32LE(request, 4);
  record.writeDoubleLE(seq, 8);
  record.writeDoubleLE(n, 16);
  record.writeDoubleLE(at, 24);
  record[32] = repeated ? 1 : 0;
  return record;
}

export function decodePosted(record: Buffer): { threadId: number; request: number; answer: Answer<'post'> } {
  const [threadId, request] = [record.readUInt32LE(0), record.readUInt32LE(4)];
  const place = { seq: record.readDoubleLE(8), n: record.readDoubleLE(16), at: record.readDoubleLE(24) };
  return { threadId, request, answer: accepted({ ...place, repeated: record[32] === 1 }) };
}

export function encodeEvent({ kind, id, seq, movesMembers, frame }: PublishedEvent): Buffer {
  const idLength = Buffer.byteLength(id);
  const record = Buffer.allocUnsafe(EVENT_HEADER_BYTES + idLength + frame.length);
  record[0] = STREAM_KINDS.indexOf(kind);
  record[1] = movesMembers ? 1 : 0;
  record.writeUInt16LE(idLength, 2);
  record.writeUInt32LE(0, 4);
  record.writeDoubleLE(seq, 8);
  record.write(id, EVENT_HEADER_BYTES);
  frame.copy(record, EVENT_HEADER_BYTES + idLength);
  return record;
}

/** The frame of the event is a part of `record`, which must be the reader's own copy. */
export function decodeEvent(record: Buffer): PublishedEvent {
  const idEnd = EVENT_HEADER_BYTES + record.readUInt16LE(2);
  return {
    kind: STREAM_KINDS[record[0]!]!,
    movesMembers: record[1] === 1,
    seq: record.readDoubleLE(8),
    id: record.toString('latin1', EVENT_HEADER_BYTES, idEnd),
    frame: record.subarray(idEnd),
  };
}

export function encodeJson(value: Revocation | Ephemeral): Buffer {
  return Buffer.from(JSON.stringify(value));
}

export function decodeJson<T extends Revocation | Ephemeral>(record: Buffer): T {
  return JSON.parse(record.toString()) as T;
}

function withPrefix(words: readonly number[], text: string): Buffer {
  const record = Buffer.allocUnsafe(words.length * 4 + Buffer.byteLength(text));
  words.forEach((word, index) => record.writeUInt32LE(word, index * 4));
  record.write(text, words.length * 4);
  return record;
}
