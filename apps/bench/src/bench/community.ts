import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeClient, type NodeClient } from '@skein/client/node-platform';
import type { Register } from '@skein/protocol/rest';
import { WebSocket } from 'ws';
import { startServer } from '../start.ts';
import type { Shape } from './loads.ts';

/** A data folder of Skein's with accounts and rooms in it, made through the server's own doors. */
export interface Community extends AsyncDisposable {
  readonly folder: string;
  /** One session of each account. */
  readonly tokens: readonly string[];
}

/** A community in which the rooms of a shape have their members. */
export interface SeatedCommunity extends Community {
  readonly rooms: readonly string[];
  /** For each room the sessions of its members. */
  readonly members: readonly (readonly string[])[];
}

/** A password costs tens of milliseconds to hash, one at a time; more in flight only wait. */
const REGISTERING_AT_ONCE = 4;
const JOINING_AT_ONCE = 16;

/** Registers accounts. @param onProgress is told how many there are */
export async function registerAccounts(count: number, onProgress: (done: number) => void): Promise<Community> {
  const folder = await mkdtemp(join(tmpdir(), 'skein-bench-'));
  await using server = await startServer({ dataFolder: folder });
  const setup = { token: server.setupLink?.split('#setup=')[1] ?? '', registration: 'open' } as const;
  const tokens: string[] = [];
  let named = 0;
  const register = async (extra: Pick<Register, 'setup'> = {}): Promise<void> => {
    const client = nodeClient({ url: server.url, WebSocket });
    const name = `Member ${++named}`;
    orThrow(await client.rest.register({ name, password: `the password of ${name}`, ...extra }));
    tokens.push(tokenOf(client));
    onProgress(tokens.length);
  };
  // The first becomes the operator and opens registration for the others.
  await register({ setup });
  await inParallel(count - 1, REGISTERING_AT_ONCE, () => register());
  return { folder, tokens, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** A copy of the community in which its accounts sit in the rooms of a shape, each account in one of them. */
async function seat(community: Community, shape: Shape): Promise<SeatedCommunity> {
  const folder = await copyFolder(community.folder);
  await using server = await startServer({ dataFolder: folder });
  const perRoom = Math.min(shape.membersPerRoom, Math.floor(community.tokens.length / shape.rooms));
  if (perRoom === 0) throw new Error(`${shape.rooms} rooms need as many accounts`);
  const members = Array.from({ length: shape.rooms }, (_, room) =>
    community.tokens.slice(room * perRoom, (room + 1) * perRoom),
  );
  const rooms: string[] = [];
  const rest = (token: string) => clientWith(server.url, token).rest;
  await inParallel(shape.rooms, JOINING_AT_ONCE, async (room) => {
    const [founder, ...others] = members[room]!;
    const { id } = orThrow(await rest(founder!).createRoom({ name: `Room ${room}`, kind: 'public' }));
    rooms[room] = id;
    await inParallel(others.length, JOINING_AT_ONCE, async (index) => {
      orThrow(await rest(others[index]!).joinRoom(id));
    });
  });
  const deleteFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { folder, tokens: community.tokens, rooms, members, [Symbol.asyncDispose]: deleteFolder };
}

/** A community seated in shapes, each when it is first asked for. */
export class Seats implements AsyncDisposable {
  readonly #community: Community;
  readonly #byShape = new Map<string, Promise<SeatedCommunity>>();

  constructor(community: Community) {
    this.#community = community;
  }

  of(shape: Shape): Promise<SeatedCommunity> {
    const key = JSON.stringify(shape);
    const seated = this.#byShape.get(key) ?? seat(this.#community, shape);
    this.#byShape.set(key, seated);
    return seated;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const seated of this.#byShape.values()) await (await seated)[Symbol.asyncDispose]();
  }
}

export async function copyFolder(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'skein-bench-'));
  await cp(folder, copy, { recursive: true });
  return copy;
}

/** The name of the cookie tells servers apart by their ports. */
export function cookieFor(port: number, token: string): string {
  return `skein-${port}=${token}`;
}

function tokenOf({ jar }: NodeClient): string {
  const token = /^skein-\d+=([^;]+)/.exec(jar.header)?.[1];
  if (!token) throw new Error(`no session cookie in ${JSON.stringify(jar.header)}`);
  return token;
}

export function clientWith(url: string, token: string): NodeClient {
  return nodeClient({ url, WebSocket, headers: { authorization: `Bearer ${token}` } });
}

export function orThrow<T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!answer.ok) throw new Error(`the server refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

async function inParallel(count: number, atOnce: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
