import { setTimeout } from 'node:timers/promises';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { WAYS, type Way } from '@skein/shared-memory/testing/storms/ways';
import { type Company, connected } from '../chat.ts';
import { assertWholeStory } from '../conversation.ts';
import { House } from '../house.ts';
import { type Person, registeredPeople } from '../person.ts';
import { type Random, wholeNumber } from '../random.ts';
import { until } from '../until.ts';
import { silentWire } from '../wire.ts';
import { LockReaper } from './lock-reaper.ts';
import type { LockOrder, LockReport, Table } from './lock-order.ts';

// A real server and a chat on top, while its threads are ended one after another, each with a lock in its hands.

/** Several clients to each account, so that a lock that one worker died with is soon wanted by another. */
const PEOPLE = 4;
const CLIENTS_EACH = 3;
const GHOSTS = 3;
const TALK_EVERY_MS = 4;
const MAX_STEPS_BEFORE = 3;

export interface Blow {
  readonly threads: LockOrder['threads'];
  readonly table: Table;
  readonly way: Way;
}

export interface Strike extends Blow, LockReport {
  /** Until every client was connected and had its answers again, since the report. */
  readonly goesOnMs: number;
}

/** Hub workers take every lock, the ledger that of the interest table. It may not end often: a server whose ledger does gives up. */
const BLOWS: readonly Pick<Blow, 'threads' | 'table'>[] = [
  { threads: 'hub', table: 'rates' },
  { threads: 'hub', table: 'interest' },
  { threads: 'hub', table: 'connections' },
  { threads: 'ledger', table: 'interest' },
  { threads: 'hub', table: 'rates' },
  { threads: 'hub', table: 'interest' },
  { threads: 'hub', table: 'connections' },
];
const LEDGER_ENDS = { atMost: 5, withinMs: 60_000 };

export class ServerStorm implements AsyncDisposable {
  readonly #reaper: LockReaper;
  readonly #house: House;
  readonly #chats: Company;
  /** They come and go all the time. */
  readonly #ghosts: readonly Person[];
  readonly #random: Random;
  readonly #ledgerEnds: number[] = [];
  #lines = 0;
  #isOver = false;

  private constructor(reaper: LockReaper, house: House, chats: Company, ghosts: readonly Person[], random: Random) {
    this.#reaper = reaper;
    this.#house = house;
    this.#chats = chats;
    this.#ghosts = ghosts;
    this.#random = random;
  }

  static async begin(random: Random): Promise<ServerStorm> {
    const reaper = new LockReaper();
    const house = await House.open({ args: ['--workers', '3'], env: reaper.env });
    const people = await registeredPeople(house.url, PEOPLE + GHOSTS);
    const talkers = people.slice(0, PEOPLE);
    const chats = await connected(Array.from({ length: CLIENTS_EACH }, () => talkers).flat());
    return new ServerStorm(reaper, house, chats, people.slice(PEOPLE), random);
  }

  get lines(): number {
    return this.#lines;
  }

  /** @throws where anything was acknowledged and lost, or seen twice, or in another order */
  async strikes(count: number, onStrike: (strike: Strike) => void = () => undefined): Promise<readonly Strike[]> {
    const strikes: Strike[] = [];
    this.#isOver = false;
    const traffic = Promise.all([this.#talks(), ...this.#ghosts.map((ghost) => this.#comesAndGoes(ghost))]);
    for (let index = 0; index < count; index++) {
      const way = WAYS[(index + Math.floor(index / BLOWS.length)) % WAYS.length]!;
      strikes.push(await this.#strikes({ ...BLOWS[index % BLOWS.length]!, way }));
      onStrike(strikes.at(-1)!);
    }
    this.#isOver = true;
    await traffic;
    await assertWholeStory(this.#house, this.#chats);
    return strikes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#chats[Symbol.dispose]();
    await this.#house[Symbol.asyncDispose]();
    this.#reaper[Symbol.dispose]();
  }

  async #strikes(blow: Blow): Promise<Strike> {
    if (blow.threads === 'ledger') await this.#ledgerMayEnd();
    const report = await this.#reaper.endsHolding({
      ...blow,
      stepsBefore: wholeNumber(this.#random, 0, MAX_STEPS_BEFORE),
    });
    const reportedAt = performance.now();
    const before = this.#chats.map(({ posted }) => posted.length);
    await until('everybody to be answered again', () =>
      this.#chats.every(({ isLive, posted, acks }, index) => {
        const next = posted[before[index]!];
        return isLive && next !== undefined && acks.has(next.id);
      }),
    );
    return { ...blow, ...report, goesOnMs: performance.now() - reportedAt };
  }

  async #ledgerMayEnd(): Promise<void> {
    const sixthLast = this.#ledgerEnds.at(-LEDGER_ENDS.atMost);
    if (sixthLast !== undefined) await setTimeout(Math.max(0, sixthLast + LEDGER_ENDS.withinMs - performance.now()));
    this.#ledgerEnds.push(performance.now());
  }

  async #talks(): Promise<void> {
    while (!this.#isOver) {
      const chat = this.#chats[Math.floor(this.#random() * this.#chats.length)]!;
      chat.says(`line ${++this.#lines} of ${chat.name}`);
      await setTimeout(TALK_EVERY_MS);
    }
  }

  async #comesAndGoes(ghost: Person): Promise<void> {
    while (!this.#isOver) await this.#visits(ghost).catch(() => setTimeout(TALK_EVERY_MS));
  }

  /** Whichever worker it comes to may end meanwhile. */
  async #visits(ghost: Person): Promise<void> {
    using wire = await silentWire(ghost, this.#house.url);
    wire.send({ t: 'hello', v: PROTOCOL_VERSION });
    await until('the ghost to be let in, or not', () => wire.of('welcome').length > 0 || wire.closeCode !== undefined);
  }
}
