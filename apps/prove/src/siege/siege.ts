import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClientId } from '@skein/protocol/client-id';
import type { Chat } from '../chat.ts';
import { House } from '../house.ts';
import { launched } from '../launched.ts';
import { type Ledger, readLedger } from '../ledger.ts';
import { granted, registered } from '../person.ts';
import { type Random, randomFrom } from '../random.ts';
import { Reaper } from '../reaper.ts';
import { BadNetwork } from './bad-network.ts';
import { Carrier } from './carrier.ts';
import { Crowd } from './crowd.ts';
import { sleep, untilSettled } from './eventually.ts';
import { freePort } from '../free-port.ts';
import { storiesOf } from './judge.ts';
import { Doubter } from './retries.ts';
import { planStrikes, type Strike, strike, type StrikeKind, takeNext, untilReady } from './strikes.ts';
import { Wanderer } from './wanderer.ts';

/** Of each room, the newest. */
const PAGES_READ = 5;

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
  readonly carrier: Carrier;
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
    this.carrier = parts.carrier;
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
    const house = unfinished.use(await House.open({ program: launched(), args, env }));
    const network = unfinished.use(await BadNetwork.to(house.port, random));
    const crowd = unfinished.use(await Crowd.gather(house, options.clients, { random, network, clock }));
    const room = granted(await house.operator.rest.createRoom({ name: 'Ready', kind: 'public' })).id;
    const doubter = new Doubter(house, await registered(house.url, 'doubter'), { room: 'lobby', random });
    const wanderer = unfinished.use(new Wanderer(await registered(house.url, 'wanderer'), { room, clock }));
    const sender = await registered(house.url, 'carrier');
    const parcels = granted(await sender.rest.createRoom({ name: 'Parcels', kind: 'public' })).id;
    const carrier = unfinished.use(new Carrier(house, sender, { room: parcels, random, clock }));
    const resources = unfinished.move();
    return new Siege(options, {
      resources,
      clock,
      reaper,
      random,
      house,
      network,
      crowd,
      room,
      doubter,
      wanderer,
      carrier,
    });
  }

  get chats(): readonly Chat[] {
    return [...this.crowd.chats, this.wanderer.chat, this.carrier.chat];
  }

  get elapsedMs(): number {
    return this.#clock();
  }

  /** Strikes, then lets everybody come to rest. */
  async run(): Promise<void> {
    let isOver = false;
    this.crowd.talks(this.options.rate);
    this.network.storms(this.options.stormEveryMs);
    const others = [
      this.doubter.doubtsUntil(() => isOver),
      this.wanderer.wandersUntil(() => isOver),
      this.carrier.carriesUntil(() => isOver),
    ];
    try {
      await this.#strikeAll();
    } finally {
      isOver = true;
      this.network.calmsDown();
      this.crowd.fallsSilent();
    }
    await Promise.all(others);
    if (this.options.healsAtTheEnd) this.network.heals();
    await untilSettled(this.house, this.chats);
    await this.#readLate();
  }

  /** @returns what the database says, and the stories of what contradicts it */
  async judge(): Promise<{ readonly ledger: Ledger; readonly stories: readonly string[] }> {
    const ledger = readLedger(this.house.dataFolder);
    const blows = this.strikes.map(({ kind, atMs }) => ({ what: kind, atMs }));
    const stories = storiesOf(ledger, this.chats, blows);
    const objections = [...this.doubter.objections(ledger), ...(await this.carrier.objections())];
    return { ledger, stories: [...stories, ...objections] };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }

  /** One client of each account reads over REST what there is in the end. */
  async #readLate(): Promise<void> {
    const readers = new Map(this.crowd.chats.map((chat) => [chat.account, chat]));
    for (const reader of readers.values()) await reader.readsPages(PAGES_READ);
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
}

interface Parts extends Pick<Siege, 'house' | 'network' | 'crowd' | 'doubter' | 'wanderer' | 'carrier'> {
  readonly resources: AsyncDisposableStack;
  readonly reaper: Reaper;
  readonly random: Random;
  readonly room: string;
  readonly clock: () => number;
}
