import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClientId } from '@skein/protocol/client-id';
import type { Chat } from '../chat.ts';
import { lies, liesAboutMarks } from '../history.ts';
import { House } from '../house.ts';
import { LAUNCHED } from '../launched.ts';
import { type Ledger, readHeads, readLedger } from '../ledger.ts';
import { granted, registered } from '../person.ts';
import { type Random, randomFrom } from '../random.ts';
import { Reaper } from '../reaper.ts';
import { BadNetwork } from './bad-network.ts';
import { Crowd } from './crowd.ts';
import { freePort } from './free-port.ts';
import { Doubter } from './retries.ts';
import { tellStory } from './story.ts';
import { planStrikes, type Strike, strike, type StrikeKind, takeNext, untilReady } from './strikes.ts';
import { Wanderer } from './wanderer.ts';

export interface SiegeOptions {
  readonly workers: number;
  readonly clients: number;
  /** Messages a second. */
  readonly rate: number;
  readonly strikes: number;
  readonly kinds: readonly StrikeKind[];
  /** Something happens to one of the bad connections about this often. */
  readonly stormEveryMs: number;
  /** Between the server being ready again and the next strike. */
  readonly pauseMs: { readonly least: number; readonly most: number };
  /** Whether connections that were left half open end with the storm; else their clients have to find out. */
  readonly healsAtTheEnd: boolean;
  readonly seed: number;
}

const LIES_AT_MOST = 5;
/** A half-open connection is noticed after half a minute. */
const SETTLED_WITHIN_MS = 120_000;
/** Read marks are sent once a second, and ride on a commit within another. */
const READ_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 250;

/**
 * A server that is struck again and again while a crowd talks, and what came of it. Everything is judged by what clients saw
 * and what the database says.
 */
export class Siege implements AsyncDisposable {
  readonly options: SiegeOptions;
  readonly house: House;
  readonly network: BadNetwork;
  readonly crowd: Crowd;
  readonly doubter: Doubter;
  readonly wanderer: Wanderer;
  readonly strikes: Strike[] = [];
  readonly #reaper: Reaper;
  readonly #random: Random;
  readonly #room: string;
  readonly #resources: AsyncDisposableStack;
  readonly #clock: () => number;

  private constructor(options: SiegeOptions, parts: Parts) {
    this.options = options;
    this.#resources = parts.resources;
    this.#reaper = parts.reaper;
    this.#random = parts.random;
    this.#room = parts.room;
    this.#clock = parts.clock;
    this.house = parts.house;
    this.network = parts.network;
    this.crowd = parts.crowd;
    this.doubter = parts.doubter;
    this.wanderer = parts.wanderer;
  }

  static async begin(options: SiegeOptions): Promise<Siege> {
    await using unfinished = new AsyncDisposableStack();
    const random = randomFrom(options.seed);
    const beganAt = performance.now();
    const clock = (): number => performance.now() - beganAt;
    const reaper = unfinished.use(new Reaper());
    // A launcher starts the server again with the same options, and so on the same port only where one is named.
    const args = ['--workers', String(options.workers), '--port', String(await freePort())];
    const compiled = await mkdtemp(join(tmpdir(), 'skein-compiled-'));
    unfinished.defer(() => rm(compiled, { recursive: true, force: true }));
    const env = { ...reaper.env, NODE_COMPILE_CACHE: compiled };
    const house = unfinished.use(await House.open({ program: LAUNCHED, args, env }));
    const network = unfinished.use(await BadNetwork.to(house.port, random));
    const crowd = unfinished.use(await Crowd.gather(house, options.clients, { random, network, clock }));
    const room = granted(await house.operator.rest.createRoom({ name: 'Ready', kind: 'public' })).id;
    const doubter = new Doubter(house, await registered(house.url, 'doubter'), { room: 'lobby', random });
    const wanderer = unfinished.use(new Wanderer(await registered(house.url, 'wanderer'), { room, clock }));
    const resources = unfinished.move();
    return new Siege(options, { resources, clock, reaper, random, house, network, crowd, room, doubter, wanderer });
  }

  get chats(): readonly Chat[] {
    return [...this.crowd.chats, this.wanderer.chat];
  }

  get elapsedMs(): number {
    return this.#clock();
  }

  /** Strikes, then lets everybody come to rest. */
  async run(): Promise<void> {
    let isOver = false;
    this.crowd.talks(this.options.rate);
    this.network.storms(this.options.stormEveryMs);
    const others = [this.doubter.doubtsUntil(() => isOver), this.wanderer.wandersUntil(() => isOver)];
    try {
      await this.#strikeAll();
    } finally {
      isOver = true;
      this.network.calmsDown();
      this.crowd.fallsSilent();
    }
    await Promise.all(others);
    await this.#settle();
  }

  /** @returns the stories of lies, the shortest first, few of them; and what the doubter found */
  judge(): { readonly ledger: Ledger; readonly stories: readonly string[] } {
    const ledger = readLedger(this.house.dataFolder);
    const blows = this.strikes.map(({ kind, atMs }) => ({ what: kind, atMs }));
    const found = [...lies(ledger, this.chats)];
    const told = found.slice(0, 100).map((lie) => tellStory(lie, ledger, this.chats, blows));
    const shortest = told.toSorted((left, right) => left.length - right.length).slice(0, LIES_AT_MOST);
    const more = found.length > LIES_AT_MOST ? [`… ${found.length} lies altogether`] : [];
    return {
      ledger,
      stories: [...shortest.map((story) => story.join('\n')), ...more, ...this.doubter.objections(ledger)],
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }

  async #strikeAll(): Promise<void> {
    const { strikes, kinds, pauseMs } = this.options;
    const plan = planStrikes(this.#random, strikes, kinds);
    while (plan.length > 0) {
      await sleep(pauseMs.least + this.#random() * (pauseMs.most - pauseMs.least));
      const kind = takeNext(plan, this.strikes, this.elapsedMs);
      if (kind) this.strikes.push(await this.#strike(kind));
    }
    await sleep(pauseMs.least);
  }

  async #strike(kind: StrikeKind): Promise<Strike> {
    await strike(kind, this.#reaper, this.#random);
    const atMs = this.elapsedMs;
    const id = makeClientId(Date.now(), crypto.getRandomValues(new Uint8Array(6)));
    await untilReady(this.house, this.#room, { id, body: `after ${kind}` });
    return { kind, atMs, readyAfterMs: this.elapsedMs - atMs };
  }

  /** Until everything written is answered and everybody has seen everything; what is missing then is told by the lies. */
  async #settle(): Promise<void> {
    if (this.options.healsAtTheEnd) this.network.heals();
    const heads = (): ReadonlyMap<string, number> => readHeads(this.house.dataFolder);
    const isQuiet = (): boolean => this.chats.every((chat) => chat.isLive && chat.unanswered === 0);
    const hasAll = (seqs: ReadonlyMap<string, number>): boolean =>
      this.chats.every(({ rooms }) => [...rooms.values()].every(({ id, seq }) => seq === seqs.get(id)));
    await eventually(() => isQuiet() && hasAll(heads()), SETTLED_WITHIN_MS);
    await eventually(
      () => [...liesAboutMarks(readLedger(this.house.dataFolder), this.chats)].length === 0,
      READ_WITHIN_MS,
    );
  }
}

interface Parts extends Pick<Siege, 'house' | 'network' | 'crowd' | 'doubter' | 'wanderer'> {
  readonly resources: AsyncDisposableStack;
  readonly reaper: Reaper;
  readonly random: Random;
  readonly room: string;
  readonly clock: () => number;
}

async function eventually(isSo: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isSo() && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
