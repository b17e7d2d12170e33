import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '@skein/client/testing/random';
import type { Person } from './person.ts';

const LONGEST_PAUSE_MS = 150;
const WORDS =
  'well hello perhaps tomorrow 北京 שלום мир 🧶 yes no <b>never</b> https://example.org ﷽ thread loom'.split(' ');

/** One person's side of a conversation between two, who take turns and answer each other. */
export interface Side {
  readonly person: Person;
  /** 0 for the one who begins, 1 for the one who answers. */
  readonly turn: 0 | 1;
  /** The mark with which the lines of this conversation begin. */
  readonly topic: string;
  /** The rooms in which it goes on, in turns. */
  readonly rooms: readonly string[];
  /** How many lines each side says. */
  readonly messages: number;
  readonly random: SeededRandom;
}

/** Says every line of this side, each after the other's line before it was heard. */
export async function converse({ person, turn, topic, rooms, messages, random }: Side): Promise<void> {
  for (let line = 0; line < 2 * messages; line++) {
    const mark = `${topic}/${line}`;
    if (line % 2 !== turn) {
      await person.listensFor(mark);
      continue;
    }
    await sleep(random.below(LONGEST_PAUSE_MS));
    person.says(rooms[Math.floor(line / 2) % rooms.length] ?? '', mark, chatter(random));
  }
  await person.isUnderstood();
}

function chatter(random: SeededRandom): string {
  return Array.from({ length: 1 + random.below(12) }, () => random.pick(WORDS)).join(' ');
}
