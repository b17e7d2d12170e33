import { Chat } from '../chat.ts';
import type { Person } from '../person.ts';

const STAY_MS = 400;

/** Somebody who joins a room and leaves it, over and over, whether or not the server answers. */
export class Wanderer implements Disposable {
  readonly chat: Chat;
  readonly #person: Person;
  readonly #room: string;
  moves = 0;

  constructor(person: Person, { room, clock }: { room: string; clock: () => number }) {
    this.#person = person;
    this.#room = room;
    this.chat = new Chat(person, { clock });
  }

  async wandersUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const isIn = this.chat.rooms.has(this.#room);
      const { rest } = this.#person;
      const answer = isIn ? await rest.leaveRoom(this.#room) : await rest.joinRoom(this.#room);
      if (answer.ok) this.moves++;
      await new Promise((resolve) => setTimeout(resolve, STAY_MS));
    }
  }

  [Symbol.dispose](): void {
    this.chat[Symbol.dispose]();
  }
}
