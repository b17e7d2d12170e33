import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Person } from '@skein/protocol/people';
import type { Here } from '@skein/protocol/presence';
import type { Down } from '@skein/protocol/down';
import { LIMITS } from '@skein/protocol/limits';
import { textFrame } from '../sockets/frame.ts';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { ReadStore } from '../storage/store.ts';
import type { HubClient } from './hub-client.ts';
import type { OnlineAccounts } from './online-accounts.ts';

/** People named in one frame; beyond that only the count is told (SPEC V1). */
const NAMED_AT_MOST = 200;
/** Then the worker's other clients have their turn. */
const READS_PER_TURN = 200;

/**
 * Who of one room's members is here, for those at this worker who have it on screen. The members are read once, page by
 * page; after that only accounts that changed are looked at.
 */
export class RoomPresence {
  readonly #room: string;
  readonly #online: OnlineAccounts;
  readonly #reads: ReadStore;
  readonly #viewers = new Set<HubClient>();
  /**
   * What the viewers were told, undefined while the members are being read. It changes only as they are told, and who comes to
   * look is told the same: else somebody who went and came within one tick would be missing to some for good.
   */
  #here: Map<string, Person> | undefined;
  /** Accounts that changed meanwhile. */
  readonly #early = new Set<string>();

  constructor(room: string, online: OnlineAccounts, reads: ReadStore) {
    this.#room = room;
    this.#online = online;
    this.#reads = reads;
  }

  get isUnwatched(): boolean {
    return this.#viewers.size === 0;
  }

  async add(viewer: HubClient): Promise<void> {
    this.#viewers.add(viewer);
    if (!this.#here) return;
    const members = await this.#lobbyMembers();
    if (this.#viewers.has(viewer)) this.#tellAll([viewer], members);
  }

  remove(viewer: HubClient): void {
    this.#viewers.delete(viewer);
  }

  async read(): Promise<void> {
    const here = await this.#membersHere();
    const members = await this.#lobbyMembers();
    this.#here = here;
    this.#tellAll(this.#viewers, members);
    await this.update([...this.#early]);
  }

  async update(changed: readonly string[]): Promise<void> {
    const here = this.#here;
    if (!here) return changed.forEach((account) => this.#early.add(account));
    const on: Person[] = [];
    const off: string[] = [];
    const members = await this.#lobbyMembers();
    for (const [index, account] of changed.entries()) {
      if (index % READS_PER_TURN === READS_PER_TURN - 1) await nextTurn();
      const person = await this.#personHere(account);
      if (person && here.get(account)?.name !== person.name) on.push(person);
      if (!person && here.has(account)) off.push(account);
      if (person) here.set(account, person);
      else here.delete(account);
    }
    if (on.length + off.length > NAMED_AT_MOST) return this.#tellAll(this.#viewers, members);
    if (on.length + off.length > 0) {
      sendTo(this.#viewers, { t: 'presence', room: this.#room, count: here.size, on, off, ...members });
    }
  }

  showTyping({ by, name }: { readonly by: string; readonly name: string }): void {
    const others = [...this.#viewers].filter(({ account }) => account.id !== by);
    sendTo(others, { t: 'typing', room: this.#room, by, name });
  }

  #tellAll(viewers: Iterable<HubClient>, members: Pick<Here, 'members'>): void {
    const here = this.#here ?? new Map<string, Person>();
    const people = here.values().take(NAMED_AT_MOST).toArray();
    sendTo(viewers, { t: 'here', room: this.#room, count: here.size, people, ...members });
  }

  async #lobbyMembers(): Promise<Pick<Here, 'members'>> {
    const lobby = this.#room === LOBBY_ID ? await this.#reads.room(LOBBY_ID) : undefined;
    return lobby ? { members: lobby.members } : {};
  }

  async #personHere(account: string): Promise<Person | undefined> {
    const person = this.#online.person(account);
    if (!person || this.#room === LOBBY_ID) return person;
    return (await this.#reads.roleIn(this.#room, account)) ? person : undefined;
  }

  async #membersHere(): Promise<Map<string, Person>> {
    if (this.#room === LOBBY_ID) return new Map(this.#online.all().map((person) => [person.id, person]));
    const here = new Map<string, Person>();
    let after: string | undefined;
    do {
      const ids = await this.#reads.memberIds({ room: this.#room, after, limit: LIMITS.pageRows });
      for (const id of ids) {
        const person = this.#online.person(id);
        if (person) here.set(id, person);
      }
      after = ids.length < LIMITS.pageRows ? undefined : ids.at(-1);
      await nextTurn();
    } while (after !== undefined && !this.isUnwatched);
    return here;
  }
}

function sendTo(viewers: Iterable<HubClient>, frame: Down): void {
  const encoded = textFrame(JSON.stringify(frame));
  for (const viewer of viewers) viewer.push(encoded, 1);
}
