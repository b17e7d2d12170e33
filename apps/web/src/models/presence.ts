import { signal } from '@preact/signals-core';
import type { Notice } from '@skein/client/notices';
import type { Person } from '@skein/protocol/people';

export interface PeopleHere {
  readonly room: string;
  readonly count: number;
  /** By account id; at most some hundreds, while `count` counts all. */
  readonly people: ReadonlyMap<string, Person>;
}

/** Who is connected now, for the room on screen. */
export class Presence {
  readonly here = signal<PeopleHere | undefined>(undefined);

  hear(notice: Notice): void {
    if (notice.kind === 'here') {
      const { room, count, people } = notice.here;
      this.here.value = { room, count, people: new Map(people.map((person) => [person.id, person])) };
    } else if (notice.kind === 'presence' && this.here.value?.room === notice.presence.room) {
      const { room, count, on, off } = notice.presence;
      const people = new Map(this.here.value.people);
      for (const id of off) people.delete(id);
      for (const person of on) people.set(person.id, person);
      this.here.value = { room, count, people };
    }
  }

  in(room: string): PeopleHere | undefined {
    return this.here.value?.room === room ? this.here.value : undefined;
  }
}
