import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlushPacing, type Burst } from './flush-pacing.ts';

/** A hub worker that flushes when its pacing lets it, as `Hub` does, with a clock of its own. */
class Worker {
  nowMs = 1_000;
  readonly pacing = new FlushPacing(() => this.nowMs);
  readonly waited: number[] = [];

  /** The bursts of one turn; what is sent later by waiting is `while waiting` more frames in each. */
  turn(bursts: Burst[], whileWaiting: (waitMs: number) => number = () => 0): void {
    const { waitMs } = this.pacing;
    this.waited.push(waitMs);
    this.nowMs += waitMs;
    const more = waitMs > 0 ? whileWaiting(waitMs) : 0;
    this.pacing.flushes(bursts.map((burst) => Object.assign(burst, { frames: 1 + more })));
    this.nowMs += 5;
    this.pacing.written();
  }

  get waitedLately(): boolean {
    return this.waited.slice(-5).some((waitMs) => waitMs > 0);
  }
}

const room = (receivers: number): Burst => ({ frames: 1, receivers, writtenAt: -Infinity });

test('where little is sent nothing waits', () => {
  const worker = new Worker();
  const small = room(20);
  for (let count = 0; count < 200; count++) {
    worker.nowMs += 5;
    worker.turn([small]);
  }
  assert.ok(worker.waited.every((waitMs) => waitMs === 0));
});

test('in a busy room bursts gather for a bounded time, as long as they gain', () => {
  const worker = new Worker();
  const busy = room(1_000);
  const oneEachFiveMs = (waitMs: number): number => Math.floor(waitMs / 5);
  for (let count = 0; count < 200; count++) {
    worker.nowMs += 5;
    worker.turn([busy], oneEachFiveMs);
  }
  assert.ok(worker.waitedLately);
  assert.ok(Math.max(...worker.waited) <= 25, `${Math.max(...worker.waited)}`);
});

test('where nobody speaks before everybody has heard, waiting is tried ever less often', () => {
  const worker = new Worker();
  const inTurns = room(1_000);
  for (let count = 0; count < 2_000; count++) {
    worker.nowMs += 1;
    worker.turn([inTurns]);
  }
  const trials = worker.waited.filter((waitMs) => waitMs > 0).length;
  assert.ok(trials > 0 && trials < 40, `${trials}`);
  assert.ok(!worker.waitedLately);
});

test('many rooms that seldom speak gain nothing by waiting, however many they are', () => {
  const worker = new Worker();
  const rooms = Array.from({ length: 100 }, () => room(60));
  for (let count = 0; count < 500; count++) worker.turn(rooms.slice((count % 10) * 10, (count % 10) * 10 + 10));
  assert.ok(worker.waited.every((waitMs) => waitMs === 0));
});

test('when the load is over bursts go out at once again', () => {
  const worker = new Worker();
  const busy = room(1_000);
  for (let count = 0; count < 100; count++) worker.turn([busy], (waitMs) => Math.floor(waitMs / 5));
  assert.ok(worker.waitedLately);
  for (let count = 0; count < 20; count++) {
    worker.nowMs += 100;
    worker.turn([busy]);
  }
  assert.ok(!worker.waitedLately);
});
