import { type ReadonlySignal, batch, computed, effect, signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { RestClient } from '@skein/client/rest-client';
import type { Person, Profile } from '@skein/protocol/people';
import type { PersonView } from '@skein/protocol/rest';
import type { ProfileChanged, RoomView } from '@skein/protocol/rooms';
import type { Rooms } from './rooms.ts';
import type { Trouble } from './trouble.ts';

export interface PeopleOptions {
  readonly client: Pick<ChatClient, 'watch'>;
  readonly rest: Pick<RestClient, 'openDirect' | 'person'>;
  readonly rooms: Rooms;
}

/** The people one writes to: who of them is connected, and whose card is open. */
export class People {
  /** Whose card is open. */
  readonly shown = signal<Person | undefined>(undefined);
  readonly online = signal<ReadonlySet<string>>(new Set());
  /** Those in conversations of the list, and who is on the card. */
  readonly watched: ReadonlySignal<readonly string[]>;
  /** What everybody may know of whose card is open, as soon as it is read. */
  readonly card = signal<PersonView | undefined>(undefined);
  /** By their ids, what people have told of themselves while this page is open. */
  readonly #told = signal<ReadonlyMap<string, Profile>>(new Map());
  /** By their ids, how often it was not told what happened in a room (S5). Of the Lobby, where people say who they are, it is `''`. */
  readonly #gaps = signal<ReadonlyMap<string, number>>(new Map());
  readonly #rest: PeopleOptions['rest'];
  readonly #end: () => void;

  constructor({ client, rest, rooms }: PeopleOptions) {
    this.#rest = rest;
    this.watched = computed(() => {
      const direct = rooms.sections.value.direct.flatMap((id) => rooms.get(id)?.people ?? []);
      return [...direct, ...(this.shown.value ? [this.shown.value] : [])].map(({ id }) => id);
    });
    this.#end = effect(() => client.watch(this.watched.value));
  }

  hear(notice: Notice): void {
    if (notice.kind === 'event' && notice.event.t === 'profile') this.#changed(notice.event);
    if (notice.kind === 'reset') this.#missed(notice.room);
    if (notice.kind !== 'online') return;
    const online = new Set(this.online.value);
    for (const id of notice.online.on) online.add(id);
    for (const id of notice.online.off) online.delete(id);
    this.online.value = online;
  }

  /** Tracked. @returns what somebody tells of themselves by now, who was read with their profile some time ago */
  profileOf(read: { readonly id: string } & Profile): Profile {
    return this.#told.value.get(read.id) ?? read;
  }

  /** Tracked. @returns another number as soon as other people may be in a room, or be called otherwise, than was read */
  gapsIn(room: string): number {
    return [room, ''].reduce((sum, key) => sum + (this.#gaps.value.get(key) ?? 0), 0);
  }

  show(person: Person): void {
    batch(() => {
      this.shown.value = person;
      this.card.value = undefined;
    });
    void this.#readCard(person.id);
  }

  hideCard(): void {
    this.shown.value = undefined;
  }

  /** Whether the other one of two is connected; undefined for every other room. */
  isHere({ people }: RoomView): boolean | undefined {
    const [other] = people ?? [];
    return other && people?.length === 1 ? this.online.value.has(other.id) : undefined;
  }

  /** @returns the room to go to, or why there is none */
  async writeTo(people: readonly string[]): Promise<{ readonly room: string } | { readonly trouble: Trouble }> {
    const answer = await this.#rest.openDirect(people);
    return answer.ok ? { room: answer.value.id } : { trouble: answer.error };
  }

  async #readCard(id: string): Promise<void> {
    const answer = await this.#rest.person(id);
    if (answer.ok && this.shown.value?.id === id) this.card.value = answer.value;
  }

  /** What changed in the meantime is not told any more. */
  #missed({ id, lobby }: RoomView): void {
    const key = lobby ? '' : id;
    this.#gaps.value = new Map(this.#gaps.value).set(key, (this.#gaps.value.get(key) ?? 0) + 1);
    if (!lobby) return;
    this.#told.value = new Map();
    if (this.shown.value) void this.#readCard(this.shown.value.id);
  }

  #changed({ by, name, profile }: ProfileChanged): void {
    this.#told.value = new Map(this.#told.value).set(by, profile);
    if (this.shown.value?.id === by) this.shown.value = { id: by, name };
    const card = this.card.value;
    if (card?.id !== by) return;
    const { id, login, kind, role } = card;
    this.card.value = { id, login, kind, role, name, ...profile };
  }

  close(): void {
    this.#end();
  }
}
