import type { AccountView } from '@skein/protocol/accounts';
import type { Refusal } from '@skein/protocol/errors';
import {
  type CreateUpload,
  UPLOAD_CONTENT_TYPE,
  UPLOAD_OFFSET_HEADER,
  type UploadView,
} from '@skein/protocol/upload-calls';
import type { PushSubscriptionView } from '@skein/protocol/push';
import type {
  Bans,
  ChangeAccount,
  CreateRoom,
  Directory,
  History,
  Inbox,
  LogIn,
  Members,
  People,
  PersonView,
  Pins,
  Reactors,
  Register,
  Registration,
  RepliesPage,
  SavedPage,
  ServerView,
  Sessions,
  SessionView,
  Versions,
} from '@skein/protocol/rest';
import type { SearchAnswer, SearchOrder } from '@skein/protocol/search';
import type { ChangedSettings, RoomPreferences, RoomRole, RoomView } from '@skein/protocol/rooms';

/** An expected refusal is a result, not an exception. `offline` means that no answer came at all. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Refusal; readonly status: number }
  | { readonly ok: false; readonly error: 'offline' };

export interface RestClientOptions {
  /** The server's origin, or the empty string in a page. */
  readonly base: string;
  /** `fetch`; a program without cookies of its own brings one that keeps them (see node-platform.ts). */
  readonly fetch: typeof fetch;
}

/** What is typed is told by packages/protocol/src/search-query.ts. */
export interface SearchAsked {
  readonly query: string;
  readonly order?: SearchOrder;
  readonly after?: string | undefined;
  readonly limit?: number;
  /** What days are in: an IANA name, UTC without. */
  readonly zone?: string;
}

/** Typed calls of the REST API; paths and bodies as in packages/protocol/src/rest.ts. */
export interface RestClient {
  server(): Promise<Result<ServerView>>;
  register(body: Register): Promise<Result<SessionView>>;
  logIn(body: LogIn): Promise<Result<SessionView>>;
  /** Where nobody is logged in, as every other call answers: `not_logged_in`. */
  session(): Promise<Result<SessionView>>;
  sessions(): Promise<Result<Sessions>>;
  /** @param id one of `sessions` */
  endSession(id: string): Promise<Result<void>>;
  /** Ends all but the one that asks. */
  endOtherSessions(): Promise<Result<void>>;
  logOut(): Promise<Result<void>>;
  resetPassword(token: string, password: string): Promise<Result<void>>;
  /** Ends all other sessions. */
  changePassword(current: string, password: string): Promise<Result<void>>;
  directory(search?: string, after?: string): Promise<Result<Directory>>;
  createRoom(body: CreateRoom): Promise<Result<RoomView>>;
  /** The direct room with these people: the one there is, or a new one. @param people ids of accounts */
  openDirect(people: readonly string[]): Promise<Result<RoomView>>;
  /** What is not named stays as it is. */
  changeRoom(room: string, settings: ChangedSettings): Promise<Result<RoomView>>;
  /** What the account sets for a room, for itself; in place of what it had set. */
  setPreferences(room: string, preferences: RoomPreferences): Promise<Result<void>>;
  joinRoom(room: string): Promise<Result<RoomView>>;
  leaveRoom(room: string): Promise<Result<void>>;
  invite(room: string, name: string): Promise<Result<void>>;
  setRole(room: string, account: string, role: RoomRole): Promise<Result<void>>;
  removeMember(room: string, account: string): Promise<Result<void>>;
  /** Removes somebody, where they are a member, and keeps them out until they are let in again. */
  ban(room: string, account: string): Promise<Result<void>>;
  unban(room: string, account: string): Promise<Result<void>>;
  bans(room: string, after?: string): Promise<Result<Bans>>;
  members(room: string, after?: string): Promise<Result<Members>>;
  /** Events before or after a seq (exclusive), or around it, ascending; the newest with none of them. */
  history(
    room: string,
    options?: { before?: number; after?: number; around?: number; limit?: number },
  ): Promise<Result<History>>;
  /** The replies to a message, before the `before`-th; the newest without it. @param message its seq */
  replies(room: string, message: number, options?: { before?: number; limit?: number }): Promise<Result<RepliesPage>>;
  /** What mentions the account or answers it, the newest first, before a `seq`. */
  inbox(options?: { before?: number; limit?: number }): Promise<Result<Inbox>>;
  /** A late mention by a message was seen. @param message its seq */
  seeMention(room: string, message: number): Promise<Result<void>>;
  /** Keeps a message for the account itself, or no longer. @param message its seq */
  save(room: string, message: number): Promise<Result<void>>;
  unsave(room: string, message: number): Promise<Result<void>>;
  /** What the account keeps for itself, the last first, before a `seq`. */
  saved(options?: { before?: number; limit?: number }): Promise<Result<SavedPage>>;
  /** Who has put an emoji on a message, the first first. */
  reactors(room: string, message: number, emoji: string, after?: number): Promise<Result<Reactors>>;
  /** What is pinned in a room, the last first. */
  pins(room: string): Promise<Result<Pins>>;
  createUpload(body: CreateUpload): Promise<Result<UploadView>>;
  showUpload(id: string): Promise<Result<UploadView>>;
  /** Brings the next piece of an upload. @param offset where the last one ended */
  sendBytes(id: string, offset: number, bytes: Blob, signal: AbortSignal): Promise<Result<UploadView>>;
  describeUpload(id: string, description: string): Promise<Result<void>>;
  removeUpload(id: string): Promise<Result<void>>;
  /** Every body that a message had, the first first. @param message its seq */
  versions(room: string, message: number): Promise<Result<Versions>>;
  /** Messages in the account's rooms. @param signal aborted when nobody wants the answer any more */
  search(asked: SearchAsked, signal?: AbortSignal): Promise<Result<SearchAnswer>>;
  /** Null takes away what was set; what is not named stays. */
  changeAccount(change: ChangeAccount): Promise<Result<AccountView>>;
  /** Makes an image the account's picture; null takes the picture away. */
  setPicture(image: Blob | null): Promise<Result<AccountView>>;
  setBlocked(account: string, isBlocked: boolean): Promise<Result<void>>;
  person(account: string): Promise<Result<PersonView>>;
  people(search: string): Promise<Result<People>>;
  registration(): Promise<Result<Registration>>;
  setRegistration(registration: Registration): Promise<Result<void>>;
  /** The key to subscribe a browser with. */
  pushKey(): Promise<Result<{ key: string }>>;
  subscribeToPush(subscription: PushSubscriptionView): Promise<Result<void>>;
  forgetPush(endpoint: string): Promise<Result<void>>;
  makeResetLink(loginName: string): Promise<Result<{ url: string; expiresAt: number }>>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export function restClient(options: RestClientOptions): RestClient {
  const call = <T>(method: Method, path: string, body?: unknown): Promise<Result<T>> =>
    callApi<T>(options, method, path, body);
  const callForRoom = async (method: Method, path: string, body?: unknown): Promise<Result<RoomView>> =>
    unwrap(await call<{ room: RoomView }>(method, path, body), 'room');
  return {
    server: () => call('GET', '/server'),
    register: (body) => call('POST', '/accounts', body),
    logIn: (body) => call('POST', '/session', body),
    session: async () => {
      const answer = await call<SessionView | undefined>('GET', '/session');
      return answer.ok ? (answer.value ? { ok: true, value: answer.value } : NOBODY) : answer;
    },
    sessions: () => call('GET', '/sessions'),
    endSession: (id) => call('DELETE', path`/sessions/${id}`),
    endOtherSessions: () => call('DELETE', '/sessions'),
    logOut: () => call('DELETE', '/session'),
    changePassword: (current, password) => call('PUT', '/account/password', { current, password }),
    resetPassword: (token, password) => call('POST', '/password-reset', { token, password }),
    directory: (search, after) => call('GET', '/rooms' + query({ search, after })),
    openDirect: (people) => callForRoom('POST', '/direct', { people }),
    createRoom: (body) => callForRoom('POST', '/rooms', body),
    changeRoom: (room, settings) => callForRoom('PATCH', path`/rooms/${room}`, settings),
    setPreferences: (room, preferences) => call('PUT', path`/rooms/${room}/preferences`, preferences),
    joinRoom: (room) => callForRoom('POST', path`/rooms/${room}/join`),
    leaveRoom: (room) => call('POST', path`/rooms/${room}/leave`),
    invite: (room, name) => call('POST', path`/rooms/${room}/members`, { name }),
    setRole: (room, account, role) => call('PATCH', path`/rooms/${room}/members/${account}`, { role }),
    removeMember: (room, account) => call('DELETE', path`/rooms/${room}/members/${account}`),
    ban: (room, account) => call('PUT', path`/rooms/${room}/bans/${account}`),
    unban: (room, account) => call('DELETE', path`/rooms/${room}/bans/${account}`),
    bans: (room, after) => call('GET', path`/rooms/${room}/bans` + query({ after })),
    members: (room, after) => call('GET', path`/rooms/${room}/members` + query({ after })),
    history: (room, options = {}) => call('GET', path`/rooms/${room}/events` + query(options)),
    replies: (room, message, options = {}) =>
      call('GET', path`/rooms/${room}/messages/${String(message)}/replies` + query(options)),
    reactors: (room, message, emoji, after) =>
      call('GET', path`/rooms/${room}/messages/${String(message)}/reactions/${emoji}` + query({ after })),
    inbox: (options = {}) => call('GET', '/inbox' + query(options)),
    seeMention: (room, message) => call('PUT', path`/inbox/${room}/${String(message)}`),
    save: (room, message) => call('PUT', path`/saved/${room}/${String(message)}`),
    unsave: (room, message) => call('DELETE', path`/saved/${room}/${String(message)}`),
    saved: (options = {}) => call('GET', '/saved' + query(options)),
    pins: (room) => call('GET', path`/rooms/${room}/pins`),
    versions: (room, message) => call('GET', path`/rooms/${room}/messages/${String(message)}/versions`),
    createUpload: (body) => call('POST', '/uploads', body),
    showUpload: (id) => call('GET', path`/uploads/${id}`),
    sendBytes: (id, offset, body, signal) => {
      const headers = { 'content-type': UPLOAD_CONTENT_TYPE, [UPLOAD_OFFSET_HEADER]: String(offset) };
      return send(options, path`/uploads/${id}`, { method: 'PATCH', headers, body, signal });
    },
    describeUpload: (id, description) => call('PUT', path`/uploads/${id}`, { description }),
    removeUpload: (id) => call('DELETE', path`/uploads/${id}`),
    search: (asked, signal) => callApi(options, 'GET', '/search' + query({ ...asked }), undefined, signal),
    changeAccount: async (change) =>
      unwrap(await call<{ account: AccountView }>('PATCH', '/account', change), 'account'),
    setPicture: async (image) => {
      const init = image ? { method: 'PUT', body: image } : { method: 'DELETE' };
      return unwrap(await send<{ account: AccountView }>(options, '/account/picture', init), 'account');
    },
    setBlocked: (account, isBlocked) => call(isBlocked ? 'PUT' : 'DELETE', path`/account/blocked/${account}`),
    person: async (account) => unwrap(await call<{ person: PersonView }>('GET', path`/accounts/${account}`), 'person'),
    people: (search) => call('GET', '/accounts' + query({ search })),
    registration: () => call('GET', '/operator/registration'),
    setRegistration: (registration) => call('PUT', '/operator/registration', registration),
    pushKey: () => call('GET', '/push'),
    subscribeToPush: (subscription) => call('PUT', '/push', subscription),
    forgetPush: (endpoint) => call('DELETE', '/push', { endpoint }),
    makeResetLink: (loginName) => call('POST', path`/operator/accounts/${loginName}/reset-link`),
  };
}

/** The one part of an answer. */
function unwrap<Name extends string, T>(answer: Result<Record<Name, T>>, name: Name): Result<T> {
  return answer.ok ? { ok: true, value: answer.value[name] } : answer;
}

async function callApi<T>(
  { base, fetch }: RestClientOptions,
  method: Method,
  path: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<Result<T>> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_HEADERS };
  return send({ base, fetch }, path, { method, ...sent, ...(signal ? { signal } : {}) });
}

async function send<T>({ base, fetch }: RestClientOptions, path: string, init: RequestInit): Promise<Result<T>> {
  try {
    const response = await fetch(`${base}/api${path}`, init);
    return readAnswer(response.status, await response.text());
  } catch {
    return { ok: false, error: 'offline' };
  }
}

const NOBODY = { ok: false, error: { code: 'not_logged_in' }, status: 401 } as const;
const JSON_HEADERS = { 'content-type': 'application/json' };

/**
 * Reads an answer of the API.
 * @throws where it is none: it comes from something between us and the server, such as a proxy or a hotel's portal
 */
function readAnswer<T>(status: number, text: string): Result<T> {
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (status >= 200 && status < 300) return { ok: true, value: answer as T };
  const { error } = answer as { error?: Refusal };
  if (typeof error?.code !== 'string') throw new TypeError('not an answer of the API');
  return { ok: false, error, status };
}

/** A path with its parameters escaped. */
function path(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((path, part, index) => path + encodeURIComponent(values[index - 1] ?? '') + part);
}

function query(parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text && `?${text}`;
}
