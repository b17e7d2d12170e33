import type { Person } from '@skein/protocol/accounts';
import type { Down } from '@skein/protocol/down';
import type { Ephemeral, HubBus } from '../bus/bus.ts';
import { textFrame } from '../sockets/frame.ts';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { Log } from '../log.ts';
import type { ReadStore } from '../storage/store.ts';
import type { HubClient } from './hub-client.ts';
import { OnlineAccounts } from './online-accounts.ts';

/** People named in one frame; beyond that only the count is told. */
const NAMED_AT_MOST = 200;
/** Members of a room looked through for who is here; of larger rooms, the first by name. */
const MEMBERS_AT_MOST = 1_000;
const ROSTER_CHUNK = 200;

/**
 * Who is here and who is typing, for the rooms that are on somebody's screen. Nothing of it is stored; workers tell each
 * other over the ephemeral bus, gathered twice a second.
 */
export class Presence {
  readonly #bus: HubBus;
  readonly #reads: ReadStore;
  readonly #log: Log;
  readonly #online = new OnlineAccounts();
  readonly #viewers = new Map<string, Set<HubClient>>();
  /** Accounts whose presence changed since the last flush, anywhere and here at this worker. */
  readonly #changed = new Set<string>();
  readonly #changedHere = new Set<string>();

  constructor({ bus, reads, log }: { bus: HubBus; reads: ReadStore; log: Log }) {
    this.#bus = bus;
    this.#reads = reads;
    this.#log = log;
  }

  arrives({ account }: HubClient): void {
    if (!this.#online.arrivesHere(account)) return;
    this.#changed.add(account.id);
    this.#changedHere.add(account.id);
  }

  leaves(client: HubClient): void {
    this.views(client, undefined);
    const { id } = client.account;
    if (!this.#online.leavesHere(id)) return;
    this.#changed.add(id);
    this.#changedHere.add(id);
  }

  views(client: HubClient, room: string | undefined): void {
    if (client.viewing !== undefined) this.#stopsViewing(client, client.viewing);
    client.viewing = room;
    if (room === undefined) return;
    const viewers = this.#viewers.get(room) ?? new Set();
    this.#viewers.set(room, viewers.add(client));
    this.#inBackground(this.#sendHere(room, [client]));
  }

  types({ account }: HubClient, room: string): void {
    const message = { t: 'typing', room, by: account.id, name: account.name } as const;
    this.#bus.sendEphemeral(message);
    this.#showTyping(message);
  }

  hears(message: Ephemeral, from: number): void {
    if (message.t === 'typing') return this.#showTyping(message);
    const changed =
      message.t === 'roster'
        ? this.#online.replaceAt(from, message.on)
        : this.#online.changeAt(from, message.on, message.off);
    for (const account of changed) this.#changed.add(account);
  }

  peerGone(slot: number): void {
    for (const account of this.#online.replaceAt(slot, [])) this.#changed.add(account);
  }

  /** Tells the other workers of everybody here, in place of what they knew. */
  sendRoster(): void {
    const here = this.#online.here();
    this.#bus.sendEphemeral({ t: 'roster', on: here.slice(0, ROSTER_CHUNK) });
    for (let start = ROSTER_CHUNK; start < here.length; start += ROSTER_CHUNK) {
      this.#bus.sendEphemeral({ t: 'presence', on: here.slice(start, start + ROSTER_CHUNK), off: [] });
    }
  }

  /** Sends what has changed since the last time: to the other workers, and to whoever has the room on screen. */
  flush(): void {
    this.#tellPeers();
    if (this.#changed.size === 0) return;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const room of this.#viewers.keys()) this.#inBackground(this.#sendChanges(room, changed));
  }

  #tellPeers(): void {
    const accounts = [...this.#changedHere];
    this.#changedHere.clear();
    for (let start = 0; start < accounts.length; start += ROSTER_CHUNK) {
      const chunk = accounts.slice(start, start + ROSTER_CHUNK);
      const on = chunk.flatMap((id) => this.#online.personHere(id) ?? []);
      const off = chunk.filter((id) => !this.#online.personHere(id));
      this.#bus.sendEphemeral({ t: 'presence', on, off });
    }
  }

  #stopsViewing(client: HubClient, room: string): void {
    const viewers = this.#viewers.get(room);
    viewers?.delete(client);
    if (viewers?.size === 0) this.#viewers.delete(room);
  }

  #showTyping({ room, by, name }: { room: string; by: string; name: string }): void {
    const viewers = [...(this.#viewers.get(room) ?? [])].filter(({ account }) => account.id !== by);
    sendTo(viewers, { t: 'typing', room, by, name });
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#log.warn({ err: error }, 'could not tell who is here'));
  }

  async #sendHere(room: string, viewers: Iterable<HubClient>): Promise<void> {
    const people = await this.#peopleIn(room);
    sendTo(viewers, { t: 'here', room, count: people.length, people: people.slice(0, NAMED_AT_MOST) });
  }

  async #sendChanges(room: string, changed: readonly string[]): Promise<void> {
    const members = room === LOBBY_ID ? changed : await this.#membersAmong(room, changed);
    const viewers = this.#viewers.get(room);
    if (!viewers || members.length === 0) return;
    if (members.length > NAMED_AT_MOST) return this.#sendHere(room, viewers);
    const on = members.flatMap((id) => this.#online.person(id) ?? []);
    const off = members.filter((id) => !this.#online.person(id));
    const count = room === LOBBY_ID ? this.#online.size : (await this.#peopleIn(room)).length;
    sendTo(viewers, { t: 'presence', room, count, on, off });
  }

  async #membersAmong(room: string, accounts: readonly string[]): Promise<readonly string[]> {
    const members: string[] = [];
    for (const account of accounts) if (await this.#reads.roleIn(room, account)) members.push(account);
    return members;
  }

  async #peopleIn(room: string): Promise<readonly Person[]> {
    if (room === LOBBY_ID) return this.#online.all();
    const ids = await this.#reads.memberIds(room, MEMBERS_AT_MOST);
    return ids.flatMap((id) => this.#online.person(id) ?? []);
  }
}

function sendTo(viewers: Iterable<HubClient>, frame: Down): void {
  const encoded = textFrame(JSON.stringify(frame));
  for (const viewer of viewers) viewer.push(encoded, 1);
}
