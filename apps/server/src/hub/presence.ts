import type { Person } from '@skein/protocol/people';
import type { Ephemeral, HubBus } from '../bus/bus.ts';
import type { Log } from '../log.ts';
import type { ReadStore } from '../storage/store.ts';
import type { HubClient } from './hub-client.ts';
import { OnlineAccounts } from './online-accounts.ts';
import { RoomPresence } from './room-presence.ts';
import { WatchedPeople } from './watched-people.ts';

/** People told of in one message to the other workers. */
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
  readonly #watched = new WatchedPeople(this.#online);
  /** The rooms that somebody at this worker has on screen. */
  readonly #rooms = new Map<string, RoomPresence>();
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
    this.watches(client, []);
    const { id } = client.account;
    if (!this.#online.leavesHere(id)) return;
    this.#changed.add(id);
    this.#changedHere.add(id);
  }

  views(client: HubClient, room: string | undefined): void {
    if (client.viewing !== undefined) this.#stopsViewing(client, client.viewing);
    client.viewing = room;
    if (room === undefined) return;
    const presence = this.#rooms.get(room) ?? this.#begin(room);
    this.#inBackground(presence.add(client));
  }

  watches(client: HubClient, people: readonly string[]): void {
    this.#watched.watch(client, people);
  }

  renames({ id, name }: Person): void {
    if (!this.#online.renamesHere({ id, name })) return;
    this.#changed.add(id);
    this.#changedHere.add(id);
  }

  /** Somebody came to be in a room or is no longer in it: what those who look at it see may have changed. */
  memberMoved(account: string): void {
    this.#changed.add(account);
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
    this.#watched.tell(changed);
    for (const presence of this.#rooms.values()) this.#inBackground(presence.update(changed));
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

  #begin(room: string): RoomPresence {
    const presence = new RoomPresence(room, this.#online, this.#reads);
    this.#rooms.set(room, presence);
    this.#inBackground(presence.read());
    return presence;
  }

  #stopsViewing(client: HubClient, room: string): void {
    const presence = this.#rooms.get(room);
    presence?.remove(client);
    if (presence?.isUnwatched) this.#rooms.delete(room);
  }

  #showTyping(typing: { readonly room: string; readonly by: string; readonly name: string }): void {
    this.#rooms.get(typing.room)?.showTyping(typing);
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#log.warn({ err: error }, 'could not tell who is here'));
  }
}
