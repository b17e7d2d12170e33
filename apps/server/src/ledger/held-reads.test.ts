import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from './commands.ts';
import { HeldReads } from './held-reads.ts';
import type { Submission } from './ledger.ts';

test('a read mark rides on the next commit, ahead of what it rides with', () => {
  const { reads } = heldReads();
  assert.deepEqual(reads.pace([read(1)]), []);
  assert.deepEqual(names(reads.pace([leave])), ['read 1', 'leave']);
  assert.equal(reads.waitMs, Infinity);
});

test('with nothing to ride with it waits for a bounded time, and is then committed alone', () => {
  const { clock, reads } = heldReads();
  reads.pace([read(1)]);
  const { waitMs } = reads;
  assert.ok(waitMs > 0 && waitMs <= 1_000, `${waitMs}`);
  clock.nowMs += waitMs;
  assert.deepEqual(names(reads.pace([])), ['read 1']);
});

test('read marks that keep coming do not put off those that wait', () => {
  const { clock, reads } = heldReads();
  let committed = 0;
  for (const startedAt = clock.nowMs; clock.nowMs < startedAt + 1_000; clock.nowMs += 10) {
    committed += reads.pace([read(clock.nowMs)]).length;
  }
  assert.ok(committed > 0);
});

test('however many commits there are, marks are in at most one of them a second', () => {
  const { clock, reads } = heldReads();
  const committedAt: number[] = [];
  for (let step = 0; step < 1_000; step++, clock.nowMs += 10) {
    if (names(reads.pace([read(step), leave])).length > 1) committedAt.push(clock.nowMs);
  }
  assert.equal(committedAt.length, 10);
  assert.ok(committedAt.every((at, index) => index === 0 || at - committedAt[index - 1]! >= 1_000));
});

test('the highest mark goes first, and every one is answered', () => {
  const { reads } = heldReads();
  reads.pace([read(2), read(7), read(5)]);
  assert.deepEqual(names(reads.release()), ['read 7', 'read 5', 'read 2']);
});

const leave: Submission<string> = { origin: 'leave', command: { kind: 'leave', account: 'ada', room: 'garden' } };

function read(n: number): Submission<string> {
  const command: Command = { kind: 'read', account: 'ada', room: 'garden', n };
  return { origin: `read ${n}`, command };
}

function names(batch: readonly Submission<string>[]): readonly string[] {
  return batch.map(({ origin }) => origin);
}

function heldReads() {
  const clock = { nowMs: 1_000 };
  return { clock, reads: new HeldReads<string>(() => clock.nowMs) };
}
