import { randomBytes } from 'node:crypto';
import { makeClientId } from '@skein/protocol/client-id';
import { isEmoji } from '@skein/protocol/emoji';
import { idSchema } from '@skein/protocol/ids';
import { LIMITS } from '@skein/protocol/limits';
import { checkMessageBody } from '@skein/protocol/message-body';
import {
  changeRoomSchema,
  createRoomSchema,
  editMessageSchema,
  inviteSchema,
  postMessageSchema,
  readRepliesSchema,
  setPreferencesSchema,
  setRoleSchema,
} from '@skein/protocol/rest';
import type { ChangedSettings } from '@skein/protocol/rooms';
import type { Router } from 'express';
import { checkRoomName, nameKey } from '../accounts/names.ts';
import type { Tag } from '../ledger/commands.ts';
import type { RateName } from '../limits/limits.ts';
import { may } from '../rooms/may.ts';
import { endpoint, strictRouter } from './endpoint.ts';
import { loggedIn, rated, type SessionCall, type SessionHandler } from './guards.ts';
import { parse } from './parse.ts';
import { readAfter, readHistory, readPage, readSearch, seqInPath } from './queries.ts';
import { badRequest, created, noContent, ok, refusal, refuse, replyTo, type Reply } from './reply.ts';
import type { Services } from './services.ts';

const DIRECTORY_ROWS = 50;

type RoomHandler = (call: SessionCall, services: Services, room: string) => Promise<Reply>;
type MessageHandler = (call: SessionCall, services: Services, room: string, message: number) => Promise<Reply>;

/** /rooms: the directory, one room, its members, its history, posting, editing and deleting */
export function roomsRouter(services: Services): Router {
  const router = strictRouter();
  const changing = (handler: SessionHandler, rate: RateName = 'change') =>
    loggedIn(services, rated(services, rate, handler));
  const inRoom =
    (handler: RoomHandler): SessionHandler =>
    (call) => {
      const room = idSchema.safeParse(call.params['room']);
      return room.success ? handler(call, services, room.data) : refuse('not_found');
    };
  const ofMessage = (handler: MessageHandler): SessionHandler =>
    inRoom(async (call, _, room) => {
      const message = seqInPath(call.params['message']);
      return message === undefined ? refuse('not_found') : handler(call, services, room, message);
    });
  endpoint(router, '/rooms', {
    GET: loggedIn(services, (call) => directory(call, services)),
    POST: changing((call) => createRoom(call, services)),
  });
  endpoint(router, '/rooms/:room', {
    GET: loggedIn(services, inRoom(showRoom)),
    PATCH: changing(inRoom(changeRoom)),
  });
  endpoint(router, '/rooms/:room/join', { POST: changing(inRoom(join)) });
  endpoint(router, '/rooms/:room/leave', { POST: changing(inRoom(leave)) });
  endpoint(router, '/rooms/:room/preferences', { PUT: changing(inRoom(setPreferences)) });
  endpoint(router, '/rooms/:room/members', {
    GET: loggedIn(services, inRoom(members)),
    POST: changing(inRoom(invite)),
  });
  endpoint(router, '/rooms/:room/members/:account', {
    PATCH: changing(inRoom(setRole)),
    DELETE: changing(inRoom(ofAccount('remove'))),
  });
  endpoint(router, '/rooms/:room/bans', { GET: loggedIn(services, inRoom(bans)) });
  endpoint(router, '/rooms/:room/bans/:account', {
    PUT: changing(inRoom(ofAccount('ban'))),
    DELETE: changing(inRoom(ofAccount('unban'))),
  });
  endpoint(router, '/rooms/:room/events', { GET: loggedIn(services, inRoom(history)) });
  endpoint(router, '/rooms/:room/messages', { POST: changing(inRoom(post), 'post') });
  endpoint(router, '/rooms/:room/messages/:message', {
    PUT: changing(ofMessage(edit), 'post'),
    DELETE: changing(ofMessage(deleteMessage), 'post'),
  });
  endpoint(router, '/rooms/:room/messages/:message/versions', { GET: loggedIn(services, ofMessage(versions)) });
  endpoint(router, '/rooms/:room/messages/:message/reactions/:emoji', {
    GET: loggedIn(services, ofMessage(reactors)),
    PUT: changing(ofMessage(tagging(withEmoji('reacted'))), 'post'),
    DELETE: changing(ofMessage(tagging(withEmoji('unreacted'))), 'post'),
  });
  endpoint(router, '/rooms/:room/pins', { GET: loggedIn(services, inRoom(pins)) });
  endpoint(router, '/rooms/:room/pins/:message', {
    PUT: changing(ofMessage(tagging(() => ({ kind: 'pinned' }))), 'post'),
    DELETE: changing(ofMessage(tagging(() => ({ kind: 'unpinned' }))), 'post'),
  });
  endpoint(router, '/rooms/:room/messages/:message/replies', { GET: loggedIn(services, ofMessage(replies)) });
  endpoint(router, '/rooms/:room/messages/:message/replies/read', { PUT: changing(ofMessage(repliesRead)) });
  return router;
}

function directory({ request, who }: SessionCall, { reads }: Services): Promise<Reply> {
  return readSearch(request, async ({ search, after }) => {
    const account = who.account.id;
    return ok(await reads.directory({ account, search: nameKey(search), after, limit: DIRECTORY_ROWS }));
  });
}

async function createRoom({ body, who }: SessionCall, { submit }: Services): Promise<Reply> {
  const sent = parse(createRoomSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const checked = checkRoomName(sent.value.name);
  if (!checked.ok) return refusal(checked.error);
  const made = await submit({ kind: 'create-room', by: who.account.id, ...checked.value, roomKind: sent.value.kind });
  return replyTo(made, (room) => created({ room }));
}

const showRoom: RoomHandler = async ({ who }, { reads }, roomId) => {
  const room = await reads.roomView(roomId, who.account.id);
  return room ? ok({ room }) : refuse('not_found');
};

const changeRoom: RoomHandler = async ({ who, body }, { submit }, room) => {
  const sent = parse(changeRoomSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const { name, ...settings } = sent.value;
  const fault = faultInSettings(settings);
  if (fault) return badRequest(fault);
  const checked = name === undefined ? undefined : checkRoomName(name);
  if (checked && !checked.ok) return refusal(checked.error);
  const renamed = checked && { nameKey: checked.value.nameKey };
  const asked = { ...settings, ...(checked && { name: checked.value.name }) };
  const changed = await submit({ kind: 'change-room', by: who.account.id, room, settings: asked, ...renamed });
  return replyTo(changed, (view) => ok({ room: view }));
};

const LINE_BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What the schema cannot see: code points, and lines. */
function faultInSettings({ topic = '', description = '' }: ChangedSettings): string | undefined {
  if ([...topic].length > LIMITS.topicLength) return 'topic: too long';
  if (LINE_BREAKS.test(topic) || !topic.isWellFormed()) return 'topic: expected one line of text';
  if ([...description].length > LIMITS.descriptionLength) return 'description: too long';
  return description.isWellFormed() && !description.includes('\0') ? undefined : 'description: expected text';
}

const setRole: RoomHandler = async ({ who, params, body }, { submit }, room) => {
  const account = idSchema.safeParse(params['account']);
  if (!account.success) return refuse('not_found');
  const sent = parse(setRoleSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const { role } = sent.value;
  return replyTo(
    await submit({ kind: 'set-room-role', by: who.account.id, room, account: account.data, role }),
    () => noContent,
  );
};

const setPreferences: RoomHandler = async ({ who, body }, { submit }, room) => {
  const sent = parse(setPreferencesSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const set = await submit({ kind: 'set-preferences', account: who.account.id, room, preferences: sent.value });
  return replyTo(set, () => noContent);
};

const join: RoomHandler = async ({ who }, { submit }, room) =>
  replyTo(await submit({ kind: 'join', account: who.account.id, room }), (view) => ok({ room: view }));

const leave: RoomHandler = async ({ who }, { submit }, room) =>
  replyTo(await submit({ kind: 'leave', account: who.account.id, room }), () => noContent);

const invite: RoomHandler = async ({ who, body }, { submit }, room) => {
  const sent = parse(inviteSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const loginKey = nameKey(sent.value.name);
  return replyTo(await submit({ kind: 'invite', by: who.account.id, room, loginKey }), () => noContent);
};

const ofAccount =
  (kind: 'remove' | 'ban' | 'unban'): RoomHandler =>
  async ({ who, params }, { submit }, room) => {
    const account = idSchema.safeParse(params['account']);
    if (!account.success) return refuse('not_found');
    return replyTo(await submit({ kind, by: who.account.id, room, account: account.data }), () => noContent);
  };

const bans: RoomHandler = ({ request, who }, { reads }, id) =>
  readSearch(request, async ({ after }) => {
    const room = await reads.room(id);
    const actor = { ...who.account, roomRole: await reads.roleIn(id, who.account.id) };
    if (!room || !may(actor, 'see', room)) return refuse('not_found');
    if (!may(actor, 'remove-member', room)) return refuse('forbidden');
    return ok(await reads.bans({ room: id, after, limit: LIMITS.pageRows }));
  });

const members: RoomHandler = ({ request, who }, { reads }, room) =>
  readSearch(request, async ({ after }) => {
    const found = await reads.members({ room, account: who.account.id, after, limit: LIMITS.pageRows });
    return found ? ok(found) : refuse('not_found');
  });

const history: RoomHandler = ({ request, who }, { reads }, room) =>
  readHistory(request, async (query) => {
    const found = await reads.history({ room, account: who.account.id, ...query });
    return found ? ok(found) : refuse('not_found');
  });

const post: RoomHandler = async ({ who, body: sentBody }, { submit }, room) => {
  const sent = parse(postMessageSchema, sentBody);
  if (!sent.ok) return refusal(sent.error);
  const fault = faultIn(sent.value.body, sent.value);
  if (fault) return fault;
  const answer = await submit({ kind: 'post', account: who.account.id, room, ...sent.value });
  return replyTo(answer, ({ repeated, seq, n, at }) => ({ status: repeated ? 200 : 201, body: { seq, n, at } }));
};

const edit: MessageHandler = async ({ who, body: sentBody }, { submit }, room, message) => {
  const sent = parse(editMessageSchema, sentBody);
  if (!sent.ok) return refusal(sent.error);
  const { id, body } = sent.value;
  const fault = faultIn(body);
  if (fault) return fault;
  return replyTo(await submit({ kind: 'edit', account: who.account.id, room, message, id, body }), ok);
};

/** Needs no id of the client's: deleting again is answered like the first time (E3). */
const deleteMessage: MessageHandler = async ({ who }, { submit, now }, room, message) => {
  const id = makeClientId(now(), randomBytes(6));
  return replyTo(await submit({ kind: 'delete', account: who.account.id, room, message, id }), ok);
};

const versions: MessageHandler = async ({ who }, { reads }, room, message) => {
  const found = await reads.versions({ room, account: who.account.id, message });
  return found ? ok(found) : refuse('not_found');
};

const replies: MessageHandler = ({ request, who }, { reads }, room, message) =>
  readPage(request, async (query) => {
    const found = await reads.replies({ room, account: who.account.id, message, ...query });
    return found ? ok(found) : refuse('not_found');
  });

/** Needs no id of the client's: what is put on a message twice is there once (T1). */
const tagging =
  (toTag: (call: SessionCall) => Tag | undefined): MessageHandler =>
  async (call, { submit, now }, room, message) => {
    const tag = toTag(call);
    if (!tag) return badRequest('emoji: expected one emoji');
    const id = makeClientId(now(), randomBytes(6));
    return replyTo(await submit({ kind: 'tag', account: call.who.account.id, room, message, id, tag }), ok);
  };

const withEmoji =
  (kind: 'reacted' | 'unreacted') =>
  ({ params }: SessionCall): Tag | undefined => {
    const emoji = params['emoji'] ?? '';
    return isEmoji(emoji) ? { kind, emoji } : undefined;
  };

const reactors: MessageHandler = ({ request, who, params }, { reads }, room, message) =>
  readAfter(request, async (after) => {
    const asked = { room, account: who.account.id, message, emoji: params['emoji'] ?? '' };
    const found = await reads.reactors({ ...asked, after, limit: LIMITS.pageRows });
    return found ? ok(found) : refuse('not_found');
  });

const pins: RoomHandler = async ({ who }, { reads }, room) => {
  const found = await reads.pins({ room, account: who.account.id });
  return found ? ok(found) : refuse('not_found');
};

const repliesRead: MessageHandler = async ({ who, body }, { submit }, room, message) => {
  const sent = parse(readRepliesSchema, body);
  if (!sent.ok) return refusal(sent.error);
  const { n } = sent.value;
  return replyTo(await submit({ kind: 'read-replies', account: who.account.id, room, message, n }), () => noContent);
};

function faultIn(body: string, carried: { readonly files?: readonly string[] | undefined } = {}): Reply | undefined {
  const fault = checkMessageBody(body, carried);
  if (fault === 'bad_request') return badRequest('body: not a text');
  return fault && refuse(fault);
}
