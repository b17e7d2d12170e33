import { Chat, LOBBY } from '../chat.ts';
import type { House } from '../house.ts';
import { granted, type Person, registered } from '../person.ts';
import { oneOf, type Random } from '../random.ts';
import { until } from '../until.ts';
import { cameTooLate, writesAnything } from '../writing.ts';
import type { BadNetwork } from './bad-network.ts';
import { Plug } from './plug.ts';
import { SharedEvents } from './shared-events.ts';

/** Who talks in the same rooms. */
const ACCOUNTS_PER_ROOM = 2;
const REGISTERING_AT_ONCE = 4;
/** One client in so many has a bad network. */
const BAD_NETWORKS = 8;
const TALK_EVERY_MS = 10;
/** Of all that is said, the part that everybody hears. */
const LOBBY_SHARE = 0.003;
const READ_SHARE = 0.03;
/** Who has so much to send still, because of a bad network, says nothing more. */
const UNANSWERED_AT_MOST = 150;
const WORDS = 'the skein winds and unwinds while somebody cuts the thread and ties it again'.split(' ');

/** Clients that talk all at once in many small rooms, and the Lobby, change what was said, and remember what they see. */
export class Crowd implements Disposable {
  readonly people: readonly Person[];
  readonly chats: readonly Chat[];
  /** Of each chat the plug of its network. */
  readonly plugs: readonly Plug[];
  readonly #roomsOf: ReadonlyMap<string, readonly string[]>;
  readonly #random: Random;
  #timer: NodeJS.Timeout | undefined;

  private constructor({ people, chats, plugs, roomsOf, random }: Parts) {
    this.people = people;
    this.chats = chats;
    this.plugs = plugs;
    this.#roomsOf = roomsOf;
    this.#random = random;
  }

  /** Registers the accounts, makes their rooms and connects everybody. */
  static async gather(house: House, size: number, options: GatherOptions): Promise<Crowd> {
    const { random, network, clock, clientsPerAccount = 5 } = options;
    const people = await registerAll(house.url, Math.ceil(size / clientsPerAccount));
    const roomsOf = await seat(people);
    const shared = new SharedEvents();
    const plugs: Plug[] = [];
    const chats = Array.from({ length: size }, (_, index) => {
      const person = people[index % people.length]!;
      const plug = new Plug(house, person, index % BAD_NETWORKS === 0 ? network : undefined);
      plugs.push(plug);
      const name = `${person.name}, client ${1 + Math.floor(index / people.length)}`;
      return new Chat(person, { name, clock, openSocket: () => plug.open(), shared: (event) => shared.share(event) });
    });
    const crowd = new Crowd({ people, chats, plugs, roomsOf, random });
    await until('everybody to be live', () => chats.every(({ isLive }) => isLive));
    return crowd;
  }

  /** From now on `perSecond` messages are written, by anybody in any of their rooms, until `falls silent`. */
  talks(perSecond: number): void {
    let due = 0;
    let lastMs = performance.now();
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      due = Math.min(due + ((nowMs - lastMs) / 1_000) * perSecond, perSecond);
      lastMs = nowMs;
      for (; due >= 1; due--) this.#somebodyTalks();
    }, TALK_EVERY_MS);
  }

  fallsSilent(): void {
    clearInterval(this.#timer);
  }

  /** Beside the Lobby. */
  roomsOf(chat: Chat): readonly string[] {
    return this.#roomsOf.get(chat.account) ?? [];
  }

  /** Messages and changes. */
  get written(): number {
    return this.chats.reduce((sum, { written }) => sum + written, 0);
  }

  /** Answers to what was deleted meanwhile, and changes of it. */
  get cameTooLate(): number {
    return cameTooLate(this.chats);
  }

  get acknowledged(): number {
    return this.chats.reduce((sum, { acks }) => sum + acks.size, 0);
  }

  [Symbol.dispose](): void {
    this.fallsSilent();
    for (const chat of this.chats) chat[Symbol.dispose]();
  }

  #somebodyTalks(): void {
    const random = this.#random;
    const chat = oneOf(random, this.chats);
    if (chat.unanswered > UNANSWERED_AT_MOST) return;
    const room = random() < LOBBY_SHARE ? LOBBY : oneOf(random, this.roomsOf(chat));
    if (random() < READ_SHARE) chat.reads(room, (chat.rooms.get(room)?.n ?? 0) - Math.floor(random() * 3));
    const words = Array.from({ length: 3 + Math.floor(random() * 9) }, () => oneOf(random, WORDS));
    writesAnything(random, chat, room, `${chat.written} ${words.join(' ')}`);
  }
}

interface Parts extends Pick<Crowd, 'people' | 'chats' | 'plugs'> {
  readonly roomsOf: ReadonlyMap<string, readonly string[]>;
  readonly random: Random;
}

export interface GatherOptions {
  readonly random: Random;
  /** Some of the clients go through it. */
  readonly network?: BadNetwork;
  /** Milliseconds, for the story. */
  readonly clock: () => number;
  readonly clientsPerAccount?: number;
}

async function registerAll(url: string, count: number): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (let done = 0; done < count; done += REGISTERING_AT_ONCE) {
    const names = Array.from(
      { length: Math.min(REGISTERING_AT_ONCE, count - done) },
      (_, index) => `person ${done + index + 1}`,
    );
    people.push(...(await Promise.all(names.map((name) => registered(url, name)))));
  }
  return people;
}

/** Each account makes a room, in which the next ones are as well. */
async function seat(people: readonly Person[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const roomsOf = new Map<string, string[]>(people.map(({ account }) => [account.id, []]));
  await Promise.all(
    people.map(async (founder, index) => {
      const room = granted(await founder.rest.createRoom({ name: `Room ${index + 1}`, kind: 'public' })).id;
      const others = Array.from(
        { length: ACCOUNTS_PER_ROOM - 1 },
        (_, next) => people[(index + next + 1) % people.length]!,
      );
      const members = new Set([founder, ...others]);
      for (const member of members) {
        if (member !== founder) granted(await member.rest.joinRoom(room));
        roomsOf.get(member.account.id)!.push(room);
      }
    }),
  );
  return roomsOf;
}
