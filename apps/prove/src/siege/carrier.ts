import { createHash } from 'node:crypto';
import type { Message } from '@skein/protocol/rooms';
import { Chat } from '../chat.ts';
import type { House } from '../house.ts';
import { granted, type Person } from '../person.ts';
import { type Random, wholeNumber } from '../random.ts';

/** The client begins with pieces of 256 KiB: some files go in one, some in several. */
const MOST_BYTES = 700_000;
const PAUSE_MS = 250;
const UNANSWERED_AT_MOST = 4;

interface Parcel {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly hash: string;
}

/** Somebody who sends files, whatever ends meanwhile, and fetches them all in the end. */
export class Carrier implements Disposable {
  readonly chat: Chat;
  readonly parcels: Parcel[] = [];
  readonly #house: House;
  readonly #person: Person;
  readonly #room: string;
  readonly #random: Random;

  constructor(house: House, person: Person, options: { room: string; random: Random; clock: () => number }) {
    this.#house = house;
    this.#person = person;
    this.#room = options.room;
    this.#random = options.random;
    this.chat = new Chat(person, { clock: options.clock });
  }

  async carriesUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (this.chat.rooms.has(this.#room) && this.chat.unanswered < UNANSWERED_AT_MOST) this.#send();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** What of the files is not as it was sent, each once and under its own message. */
  async objections(): Promise<readonly string[]> {
    const messages = await this.#history();
    const objections: string[] = [];
    for (const { id, name, size, hash } of this.parcels) {
      const found = messages.filter((message) => message.id === id);
      const files = found.flatMap((message) => message.files ?? []);
      const [file] = files;
      const isAlike = found.length === 1 && files.length === 1 && file!.name === name && file!.size === size;
      if (!isAlike) objections.push(`${name} of ${size} bytes is ${JSON.stringify(files)} in ${found.length} messages`);
      else if ((await this.#hashOf(file!.id)) !== hash) objections.push(`${name} came back with other bytes`);
    }
    return objections;
  }

  [Symbol.dispose](): void {
    this.chat[Symbol.dispose]();
  }

  #send(): void {
    const bytes = new Uint8Array(wholeNumber(this.#random, 1, MOST_BYTES));
    const step = 1 + Math.floor(this.#random() * 250);
    for (let at = 0; at < bytes.length; at++) bytes[at] = (at * step) >> 3;
    const name = `parcel ${this.parcels.length}.bin`;
    const id = this.chat.sends(new Blob([bytes]), name, this.#room);
    this.parcels.push({ id, name, size: bytes.length, hash: hashOf(bytes) });
  }

  async #history(): Promise<readonly Message[]> {
    const messages: Message[] = [];
    for (let before: number | undefined, more = true; more;) {
      const page = granted(await this.#person.rest.history(this.#room, before === undefined ? {} : { before }));
      messages.push(...page.events.filter((event) => event.t === 'message'));
      before = page.events[0]?.seq;
      more = page.more && before !== undefined;
    }
    return messages;
  }

  async #hashOf(file: string): Promise<string> {
    const answer = await this.#person.node.fetch(`${this.#house.url}/api/files/${file}`);
    return hashOf(new Uint8Array(await answer.arrayBuffer()));
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
