import { type Signal, batch, signal } from '@preact/signals-core';
import type { Notice } from '@skein/client/notices';
import type { RestClient } from '@skein/client/rest-client';
import type { Profile } from '@skein/protocol/people';
import type { RoomView } from '@skein/protocol/rooms';

/** Somebody of whom the profile is known: without a picture there, they have none. */
type Profiled = { readonly id: string } & Profile;

/** Which file is whose picture: as the server told by itself, or because somebody's picture was looked for. */
export class Pictures {
  readonly #known = new Map<string, Signal<string | undefined>>();
  /** Counts how often all was forgotten. */
  readonly #forgotten = signal(0);
  readonly #rest: Pick<RestClient, 'person'>;
  #asked: Promise<void> = Promise.resolve();

  constructor(rest: Pick<RestClient, 'person'>) {
    this.#rest = rest;
  }

  /** Tracked. Of whom nothing is known is asked, of one after the other. */
  of(id: string): string | undefined {
    void this.#forgotten.value;
    let known = this.#known.get(id);
    if (!known) {
      this.#known.set(id, (known = signal(undefined)));
      this.#asked = this.#asked.then(() => this.#ask(id));
    }
    return known.value;
  }

  meet(people: readonly Profiled[]): void {
    batch(() => {
      for (const { id, picture } of people) {
        const known = this.#known.get(id);
        if (known) known.value = picture;
        else this.#known.set(id, signal(picture));
      }
    });
  }

  meetIn(rooms: Iterable<RoomView>): void {
    for (const { people = [] } of rooms) this.meet(people);
  }

  hear(notice: Notice): void {
    if (notice.kind === 'welcome') this.meet([notice.account]);
    if (notice.kind === 'account-event' && notice.event.t === 'account') this.meet([notice.event.account]);
    if (notice.kind === 'event' && notice.event.t === 'profile')
      this.meet([{ id: notice.event.by, ...notice.event.profile }]);
    // What changed in the meantime is not told any more.
    if (notice.kind === 'reset' && notice.room.lobby) this.#forget();
    if (notice.kind === 'room' || notice.kind === 'reset') this.meetIn([notice.room]);
  }

  async #ask(id: string): Promise<void> {
    const answer = await this.#rest.person(id);
    if (answer.ok) this.meet([answer.value]);
  }

  #forget(): void {
    this.#known.clear();
    this.#forgotten.value++;
  }
}
