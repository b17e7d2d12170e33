import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom, seedForThisRun } from '@skein/shared-memory/testing/seeded-random';
import { LOBBY_ID } from '../storage/lobby.ts';
import { fold, loosen } from './folding.ts';
import { Quality } from './quality.ts';
import { searchTextOf } from './search-text.ts';
import { toTerm } from './term.ts';
import { SearchHouse } from './testing/search-house.ts';

// The index against a look at every text: seeded random messages in several scripts, edited, deleted and forgotten, and
// random pieces of them searched for.

const ALPHABETS = [
  'abcde',
  'äßİéÆ',
  'αβγσς',
  'абвгё',
  '北京東人会',
  'かがタッー',
  'بسمكلُّ',
  'शिवनी्',
  'กขคีู',
  '한국말가',
  '😀🎉👩‍💻€',
  'ﬁＡ①',
].map((letters) => [...letters]);
const BETWEEN = [' ', ' ', ' ', '  ', '\n', ', ', '-', '** ', '。', ''];
const STEPS = 160;

interface Kept {
  readonly room: string;
  readonly seq: number;
  readonly author: string;
  body: string;
}

test('whatever was written, edited, deleted and forgotten, search finds what a look at every text finds', async (context) => {
  const seed = seedForThisRun();
  context.diagnostic(`SEED=${seed}`);
  const random = new SeededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)]!;
  const word = () => {
    const letters = pick(ALPHABETS);
    return Array.from({ length: 1 + random.below(5) }, () => pick(letters)).join('');
  };
  const text = () => Array.from({ length: 1 + random.below(5) }, () => word() + pick(BETWEEN)).join('') + word();

  await using house = await SearchHouse.open();
  const people = [await house.registers('ada'), await house.registers('lin')];
  const den = await house.makesRoom(people[0]!, 'den');
  let kept: Kept[] = [];

  const step = async () => {
    const message = kept[random.below(kept.length || 1)];
    switch (message ? random.below(12) : 11) {
      case 0:
        return house.edits(message!.author, message!.room, message!.seq, (message!.body = text()));
      case 1:
        kept = kept.filter((other) => other !== message);
        return house.deletes(message!.author, message!.room, message!.seq);
      case 2:
        if (random.below(6) > 0) return;
        kept = kept.filter(({ room, seq }) => room !== message!.room || seq > message!.seq);
        return house.forgets(message!.room, message!.seq);
      case 3:
        if (random.below(4) === 0) return house.restartsSearch();
        return house.desk.catchUp();
      default:
        return post();
    }
  };
  const post = async () => {
    const author = pick(people);
    const room = author === people[0] && random.below(2) === 0 ? den : LOBBY_ID;
    const body = text();
    kept.push({ room, author, body, seq: await house.posts(author, room, body) });
  };
  const check = async () => {
    const reader = pick(people);
    const readable = kept.filter(({ room }) => reader === people[0] || room === LOBBY_ID);
    const piece = () => {
      const { body } = pick(kept);
      const start = random.below(body.length);
      return body
        .slice(start, start + 1 + random.below(6))
        .toWellFormed()
        .replaceAll(/[\s"\ufffd]+/g, ' ')
        .trim();
    };
    const wanted = piece();
    const unwanted = random.below(3) === 0 ? piece() : '';
    const typed = `"${wanted}"` + (unwanted ? ` -"${unwanted}"` : '');
    const expected = readable
      .filter(({ body }) => isIn(wanted, body) && (loosen(fold(unwanted)) === '' || !isIn(unwanted, body)))
      .map(({ room, seq }) => `${room} ${seq}`);
    for (const order of ['newest', 'best'] as const) {
      const found: string[] = [];
      const term = toTerm(wanted);
      const quality = new Quality(term ? [term] : [], house.nowMs);
      let last = Infinity;
      for (let after: string | undefined; ;) {
        const { hits, next } = await house.answers(reader, typed, { after, order, limit: 5 });
        for (const { message, ranges } of hits) {
          found.push(`${message.room} ${message.seq}`);
          const good = quality.of({ text: searchTextOf({ body: message.body, files: [] }), at: message.at });
          assert.ok(order === 'newest' || good <= last, `${typed}: ${message.body} is better than what came before`);
          last = good;
          for (const range of ranges)
            assert.ok(isIn(wanted, message.body.slice(...range)), `${typed} in ${message.body}`);
          assert.ok(ranges.length > 0, typed);
        }
        if (next === undefined) break;
        after = next;
      }
      assert.deepEqual(
        found.toSorted(),
        wanted && loosen(fold(wanted)) ? expected.toSorted() : found,
        `${typed} by ${order}`,
      );
    }
  };

  await post();
  for (let steps = 0; steps < STEPS; steps++) {
    await step();
    if (kept.length > 0 && random.below(3) === 0) await check();
  }
});

/** What the index must come to, without an index. */
function isIn(piece: string, body: string): boolean {
  const [folded, inBody] = [fold(piece), fold(body)];
  return folded === loosen(folded) ? loosen(inBody).includes(folded) : inBody.includes(folded);
}
