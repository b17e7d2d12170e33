import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeClient } from '@skein/client/node-platform';
import type { ProgressOutput } from '../../crowd/progress.ts';
import { fill } from '../../fill.ts';
import { startServer } from '../../start.ts';
import { clientWith, orThrow, registerAccounts } from '../community.ts';
import { describeMachine, type Machine } from '../machine.ts';
import { Progress, showAccounts } from '../progress.ts';
import type { SearchOptions } from './arguments.ts';
import { Conversation } from './conversation.ts';
import { latenciesOf, timeSearches, typings, wordIn, type Latencies } from './measurements.ts';
import { Texts } from './texts.ts';
import type { Manner } from './typing.ts';
import { besideTypists } from './typists.ts';

const ACCOUNTS = 40;
const ROOMS = 12;
const POSTS_PER_SECOND = 50;
const TYPISTS = 8;
/** Of whom one hears the others. */
const TALKERS = 9;

export interface SearchResults {
  readonly machine: Machine;
  readonly messages: number;
  readonly textBytes: number;
  readonly indexBytes: number;
  /** From the start of the server until every message could be found. */
  readonly indexedInSeconds: number;
  readonly newest: Latencies;
  readonly best: Latencies;
  readonly chatWhileIndexing: Latencies;
  /** The chat without and with people who search, in turn. */
  readonly rounds: readonly Round[];
  readonly typists: number;
}

/** From post to delivery, milliseconds each: alone, beside people who type, and beside as many who ask as often as they may. */
export interface Round {
  readonly alone: readonly number[];
  readonly typing: Beside;
  readonly flooding: Beside;
}

export interface Beside {
  readonly times: readonly number[];
  readonly searchesPerSecond: number;
}

export async function runSearch(options: SearchOptions, output: ProgressOutput): Promise<SearchResults> {
  await using community = await registerAccounts(ACCOUNTS, (done) => showAccounts(output, done, ACCOUNTS));
  const { folder, tokens } = community;
  const databaseFile = join(folder, 'skein.db');
  const rooms = await makeRooms(folder, tokens);
  using progress = new Progress(output, 4 + options.rounds);

  progress.begin(`writing ${options.messages.toLocaleString('en')} messages`);
  const onProgress = (done: number) =>
    done % 100_000 === 0 && progress.begin(`writing messages: ${done.toLocaleString('en')}`);
  const texts = new Texts(options.seed);
  const authors = accountsIn(databaseFile);
  const filling = { databaseFile, rooms, authors, texts, onProgress, messages: options.messages };
  const { samples } = await fill({ ...filling, samples: options.words });
  const words = samples.map(wordIn);
  const queries = typings(words);
  progress.end();

  progress.begin('building the index');
  const startedAt = performance.now();
  await using server = await startServer({ dataFolder: folder });
  const clients = tokens.map((token) => clientWith(server.url, token));
  using conversation = await Conversation.of(clients.slice(-TALKERS), rooms[0]!);
  const [indexedInSeconds, whileIndexing] = await Promise.all([
    untilIndexed(clients[1]!, startedAt),
    conversation.talk(POSTS_PER_SECOND, Math.min(options.seconds, 4)),
  ]);
  const indexBytes = (await stat(join(folder, 'search.db'))).size;
  progress.end();

  progress.begin(`typing ${queries.length} searches, the newest first`);
  const newest = await timeSearches(clients, queries, 'newest', () => undefined);
  progress.end();
  progress.begin('and the best first');
  const best = await timeSearches(clients, queries, 'best', () => undefined);
  progress.end();

  const talk = () => conversation.talk(POSTS_PER_SECOND, options.seconds);
  const talkBeside = async (manner: Manner, seed: number): Promise<Beside> => {
    const typing = { url: server.url, tokens: tokens.slice(2, 2 + TYPISTS), words, manner, seed };
    const { result, searchesPerSecond } = await besideTypists(typing, talk);
    return { times: result, searchesPerSecond };
  };
  const rounds: Round[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    progress.begin(`chatting, without and with people who search: round ${round} of ${options.rounds}`);
    const alone = await talk();
    const typing = await talkBeside('typing', options.seed + round);
    rounds.push({ alone, typing, flooding: await talkBeside('flooding', options.seed + round) });
    progress.end();
  }

  return {
    ...{ machine: await describeMachine(), messages: options.messages, typists: TYPISTS },
    ...{ textBytes: textBytesIn(databaseFile), indexBytes, indexedInSeconds },
    ...{ newest, best, rounds, chatWhileIndexing: latenciesOf(whileIndexing) },
  };
}

/** Everybody is a member of every room, so that nobody's search is a smaller one. */
async function makeRooms(folder: string, tokens: readonly string[]): Promise<string[]> {
  await using server = await startServer({ dataFolder: folder });
  const [founder, ...others] = tokens.map((token) => clientWith(server.url, token).rest);
  const rooms = ['lobby'];
  for (let room = 1; room < ROOMS; room++) {
    const { id } = orThrow(await founder!.createRoom({ name: `Room ${room}`, kind: 'public' }));
    rooms.push(id);
    for (const rest of others) orThrow(await rest.joinRoom(id));
  }
  return rooms;
}

function accountsIn(databaseFile: string): string[] {
  using database = new DatabaseSync(databaseFile, { readOnly: true });
  return database
    .prepare(`select id from accounts where kind = 'person'`)
    .all()
    .map(({ id }) => String(id));
}

function textBytesIn(databaseFile: string): number {
  using database = new DatabaseSync(databaseFile, { readOnly: true });
  return Number(database.prepare('select sum(octet_length(body)) as bytes from messages').get()!['bytes']);
}

async function untilIndexed({ rest }: NodeClient, startedAt: number): Promise<number> {
  for (;;) {
    const answer = await rest.search({ query: 'in:lobby', limit: 1 });
    if (answer.ok && answer.value.indexed === undefined) return (performance.now() - startedAt) / 1_000;
    await sleep(200);
  }
}
