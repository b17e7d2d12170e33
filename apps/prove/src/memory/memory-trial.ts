import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makeClientId } from '@skein/protocol/client-id';
import { type Company, connected } from '../chat.ts';
import { assertWholeStory } from '../conversation.ts';
import { House } from '../house.ts';
import { launched } from '../launched.ts';
import { granted, registeredPeople } from '../person.ts';
import { Reaper } from '../reaper.ts';
import { freePort } from '../free-port.ts';
import { untilReady } from '../siege/strikes.ts';
import { until } from '../until.ts';

// A server under its launcher, with little memory for each thread, and a chat on top while threads run out of it.

const HEAP_MEGABYTES = 160;
const PEOPLE = 8;
const TALK_EVERY_MS = 10;

export type Victim = 'hub worker' | 'ledger' | 'main thread';

export interface Ending {
  readonly victim: Victim;
  /** Whether the thread alone ended, or the whole process with it. */
  readonly took: 'thread' | 'process';
  /** Milliseconds from then until the server was ready and had stored a message. */
  readonly readyMs: number;
  /** And until every client was connected and had its answers again. */
  readonly resumedMs: number;
}

export interface MemoryTrialOptions {
  /** Whether the server has run before, as one that a launcher starts mostly has: then its modules are compiled already. */
  readonly hasRunBefore: boolean;
}

export class MemoryTrial implements AsyncDisposable {
  readonly #compiled: string;
  readonly #reaper: Reaper;
  readonly #house: House;
  readonly #chats: Company;
  readonly #room: string;
  #lines = 0;
  #isOver = false;
  readonly #talk: Promise<void>;

  private constructor(compiled: string, reaper: Reaper, house: House, chats: Company, room: string) {
    this.#compiled = compiled;
    this.#reaper = reaper;
    this.#house = house;
    this.#chats = chats;
    this.#room = room;
    this.#talk = this.#talks();
  }

  static async begin({ hasRunBefore }: MemoryTrialOptions): Promise<MemoryTrial> {
    const compiled = await mkdtemp(join(tmpdir(), 'skein-compiled-'));
    const reaper = new Reaper();
    const env = {
      NODE_OPTIONS: `${reaper.env['NODE_OPTIONS']} --max-old-space-size=${HEAP_MEGABYTES}`,
      NODE_COMPILE_CACHE: compiled,
    };
    const house = await House.open({
      program: launched(),
      args: ['--workers', '2', '--port', String(await freePort())],
      env: { ...reaper.env, ...env },
    });
    if (hasRunBefore) await house.server.stop().then(() => house.startAgain());
    const chats = await connected(await registeredPeople(house.url, PEOPLE));
    const { id } = granted(await house.operator.rest.createRoom({ name: 'Ready', kind: 'public' }));
    return new MemoryTrial(compiled, reaper, house, chats, id);
  }

  get lines(): number {
    return this.#lines;
  }

  /** Lets a thread take all the memory it can get. */
  async runsOut(victim: Victim): Promise<Ending> {
    const { pid } = await this.#reaper.census();
    const thread = victim === 'hub worker' ? await this.#someHub() : victim === 'ledger' ? 'ledger' : 'main';
    // Where the process goes, nobody answers.
    await this.#reaper.ends(thread, 'out-of-memory').catch(() => undefined);
    const endedAt = performance.now();
    const id = makeClientId(Date.now(), crypto.getRandomValues(new Uint8Array(6)));
    await untilReady(this.#house, this.#room, { id, body: `after the end of the ${victim}` });
    const readyMs = performance.now() - endedAt;
    await this.#everybodyIsAnswered();
    const resumedMs = performance.now() - endedAt;
    const isSame = (await this.#reaper.census()).pid === pid;
    return { victim, took: isSame ? 'thread' : 'process', readyMs, resumedMs };
  }

  /** Lets a hub worker grow above its soft limit. @returns milliseconds until another had taken its place */
  async outgrows(): Promise<number> {
    const { pid } = await this.#reaper.census();
    const toldAt = performance.now();
    await this.#reaper.ends(await this.#someHub(), 'hoard');
    const replacedMs = performance.now() - toldAt;
    await this.#everybodyIsAnswered();
    const isReplaced = this.#house.server.log.some((line) => line.includes('its heap has grown too large'));
    if (!isReplaced) throw new Error('the hub worker ended before it was replaced');
    if ((await this.#reaper.census()).pid !== pid) throw new Error('the process ended');
    return replacedMs;
  }

  /** @throws where anything was acknowledged and lost, or seen twice, or in another order */
  async ends(): Promise<void> {
    this.#isOver = true;
    await this.#talk;
    await assertWholeStory(this.#house, this.#chats);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#chats[Symbol.dispose]();
    await this.#house[Symbol.asyncDispose]();
    this.#reaper[Symbol.dispose]();
    await rm(this.#compiled, { recursive: true, force: true });
  }

  async #someHub(): Promise<string> {
    const { threads } = await this.#reaper.census();
    return threads.find((name) => name.startsWith('hub '))!;
  }

  async #everybodyIsAnswered(): Promise<void> {
    const before = this.#chats.map(({ posted }) => posted.length);
    await until('everybody to be answered again', () =>
      this.#chats.every(({ isLive, posted, acks }, index) => {
        const next = posted[before[index]!];
        return isLive && next !== undefined && acks.has(next.id);
      }),
    );
  }

  async #talks(): Promise<void> {
    for (; !this.#isOver; this.#lines++) {
      const chat = this.#chats[this.#lines % this.#chats.length]!;
      chat.says(`line ${this.#lines} of ${chat.name}`);
      await setTimeout(TALK_EVERY_MS);
    }
  }
}
