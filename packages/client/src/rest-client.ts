import type { Refusal } from '@skein/protocol/errors';
import type {
  CreateRoom,
  Directory,
  History,
  LogIn,
  Members,
  People,
  Register,
  Registration,
  ServerView,
  SessionView,
} from '@skein/protocol/rest';
import type { RoomView } from '@skein/protocol/rooms';

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

/** Typed calls of the REST API; paths and bodies as in packages/protocol/src/rest.ts. */
export interface RestClient {
  server(): Promise<Result<ServerView>>;
  register(body: Register): Promise<Result<SessionView>>;
  logIn(body: LogIn): Promise<Result<SessionView>>;
  session(): Promise<Result<SessionView>>;
  logOut(): Promise<Result<void>>;
  resetPassword(token: string, password: string): Promise<Result<void>>;
  directory(search?: string, after?: string): Promise<Result<Directory>>;
  createRoom(body: CreateRoom): Promise<Result<RoomView>>;
  joinRoom(room: string): Promise<Result<RoomView>>;
  leaveRoom(room: string): Promise<Result<void>>;
  invite(room: string, name: string): Promise<Result<void>>;
  removeMember(room: string, account: string): Promise<Result<void>>;
  members(room: string, after?: string): Promise<Result<Members>>;
  /** Events before `before` (exclusive; the newest without it), ascending. */
  history(room: string, options?: { before?: number; limit?: number }): Promise<Result<History>>;
  people(search: string): Promise<Result<People>>;
  registration(): Promise<Result<Registration>>;
  setRegistration(registration: Registration): Promise<Result<void>>;
  makeResetLink(loginName: string): Promise<Result<{ url: string; expiresAt: number }>>;
}

export declare function restClient(options: RestClientOptions): RestClient;
