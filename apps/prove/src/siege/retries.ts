import { makeClientId } from '@skein/protocol/client-id';
import type { House } from '../house.ts';
import type { Ledger, StoredMessage } from '../ledger.ts';
import type { Person } from '../person.ts';
import { type Random, wholeNumber } from '../random.ts';

type Place = Pick<StoredMessage, 'seq' | 'n' | 'at'>;

const RETRIES_AT_MOST = 5;
const PAUSE_MS = 150;
const ANSWER_MS = 5_000;

interface Send {
  readonly id: string;
  readonly body: string;
  readonly places: readonly Place[];
}

/**
 * Somebody who never believes the first answer: each message is sent again one to five times, over connections of their own and
 * so through any worker, for as long as it takes to be answered, and then once more with another body.
 */
export class Doubter {
  readonly #house: House;
  readonly #person: Person;
  readonly #random: Random;
  readonly #room: string;
  readonly #sends: Send[] = [];
  readonly #objections: string[] = [];
  /** Requests that were not answered, because the server ended under them. */
  unanswered = 0;
  requests = 0;
  changedRefused = 0;

  constructor(house: House, person: Person, { room, random }: { room: string; random: Random }) {
    this.#house = house;
    this.#person = person;
    this.#room = room;
    this.#random = random;
  }

  get sends(): number {
    return this.#sends.length;
  }

  /** Sends one message after the other. Resolves once all of the last were answered. */
  async doubtsUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.#doubt();
  }

  /** What does not agree: with each other, and with what is stored. */
  objections(ledger: Ledger): readonly string[] {
    const wrong = this.#sends.flatMap(({ id, body, places }) => {
      const stored = ledger.messagesOf(this.#person.account.id, id);
      const [message] = stored;
      const isAlike = places.every(({ seq, n, at }) => seq === message?.seq && n === message.n && at === message.at);
      if (stored.length === 1 && message?.body === body && isAlike) return [];
      return [`${id} was answered ${JSON.stringify(places)} and is ${JSON.stringify(stored)}`];
    });
    return [...this.#objections, ...wrong];
  }

  async #doubt(): Promise<void> {
    const id = makeClientId(Date.now(), crypto.getRandomValues(new Uint8Array(6)));
    const body = `can I be sure of ${id}?`;
    const places: Place[] = [];
    const times = 1 + wholeNumber(this.#random, 1, RETRIES_AT_MOST);
    for (let time = 0; time < times; time++) {
      places.push((await this.#answerTo({ id, body })) as Place);
      await new Promise((resolve) => setTimeout(resolve, this.#random() * PAUSE_MS));
    }
    this.#sends.push({ id, body, places });
    const changed = JSON.stringify(await this.#answerTo({ id, body: `${body} No.` }));
    if (changed.includes('"client_id_reused"')) this.changedRefused++;
    else this.#objections.push(`${id} with another body was answered ${changed}`);
  }

  /** Asks until there is an answer that is not for now. */
  async #answerTo(message: { id: string; body: string }): Promise<unknown> {
    const body = JSON.stringify(message);
    const headers = { 'content-type': 'application/json', connection: 'close' };
    for (;;) {
      this.requests++;
      const signal = AbortSignal.timeout(ANSWER_MS);
      const url = `${this.#house.url}/api/rooms/${this.#room}/messages`;
      const answer = await this.#person.node
        .fetch(url, { method: 'POST', body, headers, signal })
        .catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer && text && answer.status !== 503 && answer.status !== 429) return JSON.parse(text);
      this.unanswered++;
      await new Promise((resolve) => setTimeout(resolve, this.#random() * PAUSE_MS));
    }
  }
}
