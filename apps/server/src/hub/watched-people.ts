import type { HubClient } from './hub-client.ts';
import type { OnlineAccounts } from './online-accounts.ts';

/** Whose presence this worker's clients want to know besides that of the room on screen (SPEC V3). */
export class WatchedPeople {
  readonly #online: OnlineAccounts;
  readonly #watchers = new Map<string, Set<HubClient>>();
  readonly #watchedBy = new Map<HubClient, ReadonlySet<string>>();

  constructor(online: OnlineAccounts) {
    this.#online = online;
  }

  /** In place of what the client watched before; with nobody, it is forgotten. */
  watch(client: HubClient, people: readonly string[]): void {
    for (const id of this.#watchedBy.get(client) ?? []) this.#remove(id, client);
    this.#watchedBy.delete(client);
    if (people.length === 0) return;
    const watched = new Set(people);
    this.#watchedBy.set(client, watched);
    for (const id of watched) this.#watchers.set(id, (this.#watchers.get(id) ?? new Set()).add(client));
    this.#send(client, [...watched]);
  }

  tell(changed: readonly string[]): void {
    const changedFor = new Map<HubClient, string[]>();
    for (const id of changed) {
      for (const client of this.#watchers.get(id) ?? []) {
        changedFor.set(client, [...(changedFor.get(client) ?? []), id]);
      }
    }
    for (const [client, people] of changedFor) this.#send(client, people);
  }

  #send(client: HubClient, people: readonly string[]): void {
    const on = people.filter((id) => this.#online.person(id));
    const off = people.filter((id) => !this.#online.person(id));
    client.send({ t: 'online', on, off });
  }

  #remove(id: string, client: HubClient): void {
    const watchers = this.#watchers.get(id);
    watchers?.delete(client);
    if (watchers?.size === 0) this.#watchers.delete(id);
  }
}
