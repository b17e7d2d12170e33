import { setTimeout as sleep } from 'node:timers/promises';
import { Guest } from '../actors/guest.ts';
import { Texts } from './texts.ts';

/** Enough that nobody meets the server's rate of posts. */
const PEOPLE = 30;

/** People who talk without a browser. */
export class Crowd {
  readonly #guests: readonly Guest[];

  static async gathers(url: string, room: string): Promise<Crowd> {
    const guests: Guest[] = [];
    for (let index = 1; index <= PEOPLE; index++) guests.push(await Guest.registers(url, `Talker ${index}`));
    for (const guest of guests) await guest.joins(room);
    return new Crowd(guests);
  }

  private constructor(guests: readonly Guest[]) {
    this.#guests = guests;
  }

  /** Talks in a room at a steady pace, by the clock, until told to stop. @returns how many messages that were */
  async talks(room: string, perSecond: number, until: AbortSignal): Promise<number> {
    const texts = new Texts();
    const beganAt = performance.now();
    for (let count = 0; ; count++) {
      await sleep(Math.max(0, beganAt + (count * 1000) / perSecond - performance.now()));
      if (until.aborted) return count;
      this.#guests[count % this.#guests.length]!.writes(room, texts.next());
    }
  }

  hangsUp(): void {
    for (const guest of this.#guests) guest.hangsUp();
  }
}
