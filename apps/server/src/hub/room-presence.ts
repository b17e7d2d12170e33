import type { Person } from '@skein/protocol/accounts';
import type { Down } from '@skein/protocol/down';
import { LIMITS } from '@skein/protocol/limits';
import { textFrame } from '../sockets/frame.ts';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { ReadStore } from '../storage/store.ts';
import type { HubClient } from './hub-client.ts';
import type { OnlineAccounts } from './online-accounts.ts';

/** People named in one frame; beyond that only the count is told (SPEC V1). */
const NAMED_AT_MOST = 200;

/**
 * Who of one room's members is here, for those at this worker who have it on screen. The members are read once, page by
 * page; after that only accounts that changed are looked at.
 */
export class RoomPresence {
  readonly #room: string;
  readonly #online: OnlineAccounts;
  readonly #reads: ReadStore;
  readonly #viewers = new Set<HubClient>();
  /** Undefined while the members are being read. */
  #here: Set<string> | undefined;
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

  add(viewer: HubClient): void {
    this.#viewers.add(viewer);
    if (this.#here) this.#tellAll([viewer]);
  }

  remove(viewer: HubClient): void {
    this.#viewers.delete(viewer);
  }

  async read(): Promise<void> {
    this.#here = await this.#membersHere();
    this.#tellAll(this.#viewers);
    await this.update([...this.#early]);
  }

  async update(changed: readonly string[]): Promise<void> {
    const here = this.#here;
    if (!here) return changed.forEach((account) => this.#early.add(account));
    const on: Person[] = [];
    const off: string[] = [];
    for (const account of changed) {
      const person = await this.#personHere(account);
      if (person && !here.has(account)) on.push(person);
      if (!person && here.has(account)) off.push(account);
      if (person) here.add(account);
      else here.delete(account);
    }
    if (on.length + off.length > NAMED_AT_MOST) return this.#tellAll(this.#viewers);
    if (on.length + off.length > 0) {
      sendTo(this.#viewers, { t: 'presence', room: this.#room, count: here.size, on, off });
    }
  }

  showTyping({ by, name }: { readonly by: string; readonly name: string }): void {
    const others = [...this.#viewers].filter(({ account }) => account.id !== by);
    sendTo(others, { t: 'typing', room: this.#room, by, name });
  }

  #tellAll(viewers: Iterable<HubClient>): void {
    const here = this.#here ?? new Set();
    const people = [...here].slice(0, NAMED_AT_MOST).flatMap((id) => this.#online.person(id) ?? []);
    sendTo(viewers, { t: 'here', room: this.#room, count: here.size, people });
  }

  async #personHere(account: string): Promise<Person | undefined> {
    const person = this.#online.person(account);
    if (!person || this.#room === LOBBY_ID) return person;
    return (await this.#reads.roleIn(this.#room, account)) ? person : undefined;
  }

  async #membersHere(): Promise<Set<string>> {
    if (this.#room === LOBBY_ID) return new Set(this.#online.all().map(({ id }) => id));
    const here = new Set<string>();
    let after: string | undefined;
    do {
      const ids = await this.#reads.memberIds({ room: this.#room, after, limit: LIMITS.pageRows });
      for (const id of ids) if (this.#online.person(id)) here.add(id);
      after = ids.length < LIMITS.pageRows ? undefined : ids.at(-1);
      await new Promise((resolve) => setImmediate(resolve));
    } while (after !== undefined && !this.isUnwatched);
    return here;
  }
}

function sendTo(viewers: Iterable<HubClient>, frame: Down): void {
  const encoded = textFrame(JSON.stringify(frame));
  for (const viewer of viewers) viewer.push(encoded, 1);
}
