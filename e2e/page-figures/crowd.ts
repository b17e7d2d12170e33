import { setTimeout as sleep } from 'node:timers/promises';
import { Guest } from '../actors/guest.ts';

/** Enough that nobody meets the server's rate of posts. */
const PEOPLE = 30;
const BATCH = 60;

/** As people write: mostly short, some with Markdown, a link, or more than one line. */
const TEXTS = [
  'Good evening!',
  'The blue yarn is here, forty skeins of it.',
  'How to wind without a swift: https://example.org/winding',
  'I bring **my swift**, then nobody has to hold it for an hour. And tea 🍵',
  'Weld for yellow, _woad_ for blue.\n\n- and green is both\n- with a little patience',
  '> Who can help on Saturday?\n\nI can, from ten. Пряжа — это моё',
  '```js\nconst skein = wind(yarn, { turns: 120 });\n```',
  'גם אני באה, עם שתי ידיים',
  'The weaver came by and asked how much of it we would need for the autumn fair, and whether the colours could be kept apart this time; I said that they could.',
];

/** People who write without a browser. */
export class Crowd {
  readonly #guests: readonly Guest[];

  static async gathers(url: string, room: string): Promise<Crowd> {
    const guests: Guest[] = [];
    for (let index = 1; index <= PEOPLE; index++) guests.push(await Guest.registers(url, `Weaver ${index}`));
    const [first, ...others] = guests;
    await first!.makesRoom(room);
    for (const guest of others) await guest.joins(room);
    return new Crowd(guests);
  }

  private constructor(guests: readonly Guest[]) {
    this.#guests = guests;
  }

  /** Writes so many messages in a room, as fast as the server lets them. The last one says `last`. */
  async fills(room: string, count: number, last: string, onProgress: (done: number) => void): Promise<void> {
    let begun = 0;
    let done = 0;
    const write = async (guest: Guest): Promise<void> => {
      while (begun < count) {
        const from = begun;
        begun = Math.min(count, begun + BATCH);
        await guest.says(room, ...textsFrom(from, begun));
        done += begun - from;
        onProgress(Math.min(done, count));
      }
    };
    await Promise.all(this.#guests.map(write));
    await this.#guests[0]!.says(room, last);
  }

  /** Talks in a room at a steady pace until told to stop. */
  async talks(room: string, perSecond: number, until: AbortSignal): Promise<void> {
    for (let count = 0; !until.aborted; count++) {
      const guest = this.#guests[count % this.#guests.length]!;
      guest.writes(room, textOf(count));
      await sleep(1000 / perSecond);
    }
  }

  hangsUp(): void {
    for (const guest of this.#guests) guest.hangsUp();
  }
}

function textsFrom(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => textOf(from + index));
}

function textOf(number: number): string {
  return `${TEXTS[number % TEXTS.length]} (${number})`;
}
