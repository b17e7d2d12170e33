import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result, SearchAsked } from '@skein/client/rest-client';
import type { SearchAnswer } from '@skein/protocol/search';
import { message, standingClock } from '../testing.ts';
import { Search } from './search.ts';

interface Asking {
  readonly asked: SearchAsked;
  readonly signal: AbortSignal | undefined;
  readonly answer: (result: Result<SearchAnswer>) => Promise<void>;
}

/** A search whose server answers when the test says so. */
function searching() {
  const asking: Asking[] = [];
  const rest = {
    search: (asked: SearchAsked, signal?: AbortSignal) =>
      new Promise<Result<SearchAnswer>>((resolve) => {
        const answer = async (result: Result<SearchAnswer>): Promise<void> => {
          resolve(result);
          await new Promise((done) => setImmediate(done));
        };
        asking.push({ asked, signal, answer });
      }),
  };
  const clock = standingClock();
  return { search: new Search({ rest, clock, zone: 'Europe/Oslo' }), clock, asking };
}

const hit = (seq: number) => ({ message: message(seq), ranges: [] });
const found = (seqs: readonly number[], rest: Partial<SearchAnswer> = {}): Result<SearchAnswer> => ({
  ok: true,
  value: { hits: seqs.map(hit), ...rest },
});
const seqs = (search: Search): number[] => search.found.value.hits.map(({ message }) => message.seq);

test('a search is asked once the typing pauses, and a letter more ends it', async () => {
  const { search, clock, asking } = searching();
  search.type('t');
  search.type('te');
  clock.advance(500);
  assert.deepEqual(
    asking.map(({ asked }) => asked.query),
    ['te'],
  );
  assert.equal(asking[0]!.asked.zone, 'Europe/Oslo');
  search.type('tea');
  assert.equal(asking[0]!.signal?.aborted, true);
  await asking[0]!.answer(found([1]));
  assert.deepEqual(seqs(search), []);
  clock.advance(500);
  await asking[1]!.answer(found([2]));
  assert.deepEqual(seqs(search), [2]);
  assert.equal(search.state.value.at, 'found');
});

test('more is added below, an empty page that is not the last is passed, and another order begins anew', async () => {
  const { search, clock, asking } = searching();
  search.type('tea');
  clock.advance(500);
  await asking[0]!.answer(found([9, 8], { next: '8' }));
  void search.more();
  await asking[1]!.answer(found([], { next: '5' }));
  assert.equal(asking[2]!.asked.after, '5');
  await asking[2]!.answer(found([3]));
  assert.deepEqual(seqs(search), [9, 8, 3]);
  void search.more();
  assert.equal(asking.length, 3, 'that was the last');
  search.sortBy('best');
  clock.advance(1);
  assert.equal(asking[3]!.asked.order, 'best');
  await asking[3]!.answer(found([8]));
  assert.deepEqual(seqs(search), [8]);
});

test('what says nothing yet is not asked', () => {
  const { search, clock, asking } = searching();
  for (const text of ['', '  ', 'from:', '?!', 'before:20', 'has:li']) {
    search.type(text);
    clock.advance(500);
  }
  assert.equal(asking.length, 0);
  assert.deepEqual(search.state.value, { at: 'incomplete', operator: 'has:li' });
});

test('where an operator is wrong, nothing found before stays and looks like its answer', async () => {
  const { search, clock, asking } = searching();
  search.type('plain');
  clock.advance(500);
  await asking[0]!.answer(found([9, 8], { next: '8' }));
  search.type('before:notadate plain');
  assert.equal(search.state.value.at, 'incomplete');
  assert.deepEqual(search.found.value.hits, []);
  search.type('plain');
  clock.advance(500);
  await asking[1]!.answer(found([9]));
  assert.deepEqual(seqs(search), [9]);
});

test('what takes long is said to, and what fails is told and tried again where it was busy', async () => {
  const { search, clock, asking } = searching();
  search.type('tea');
  clock.advance(200);
  clock.advance(1_000);
  assert.equal(search.isSlow.value, true);
  await asking[0]!.answer({ ok: false, status: 503, error: { code: 'busy', retryAfterMs: 1_000 } });
  assert.equal(search.isSlow.value, false);
  assert.equal(search.state.value.at, 'failed');
  clock.advance(1_500);
  await asking[1]!.answer({ ok: false, error: 'offline' });
  assert.deepEqual(search.state.value, { at: 'failed', trouble: 'offline' });
  search.again();
  clock.advance(1);
  await asking[2]!.answer(found([1]));
  assert.deepEqual(seqs(search), [1]);
});
