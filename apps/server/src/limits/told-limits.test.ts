import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTIONS_PER_ADDRESS, RATES } from './limits.ts';
import { LimitsBoard } from './limits-board.ts';
import { ToldLimits } from './told-limits.ts';

/** Workers that tell each other through the board, as soon as the turn is over. */
class Workers {
  nowMs = 1_000_000;
  readonly board = new LimitsBoard<ToldLimits>(() => this.nowMs);
  readonly #workers = new Set<ToldLimits>();

  begins(): ToldLimits {
    const worker: ToldLimits = new ToldLimits({
      now: () => this.nowMs,
      tell: (news) => {
        this.board.hear(worker, news);
        for (const other of this.#workers) if (other !== worker) other.hear(news);
      },
    });
    worker.begin(this.board.known());
    this.#workers.add(worker);
    return worker;
  }

  ends(worker: ToldLimits): void {
    this.#workers.delete(worker);
    const news = this.board.forget(worker);
    for (const other of this.#workers) other.hear(news);
  }
}

const told = () => Promise.resolve();

test('what one worker takes the others know, and so does one that begins later', async () => {
  const workers = new Workers();
  const [first, second] = [workers.begins(), workers.begins()];
  for (let taken = 0; taken < RATES.failure.burst; taken++) assert.equal(first.take('failure', 'ada').ok, true);
  await told();
  for (const worker of [first, second, workers.begins()]) {
    assert.deepEqual(worker.take('failure', 'ada'), { ok: false, retryAfterMs: 10_000 });
    assert.equal(worker.take('failure', 'lin').ok, true);
  }
});

test('what is given back may be taken again, anywhere', async () => {
  const workers = new Workers();
  const [first, second] = [workers.begins(), workers.begins()];
  for (let taken = 0; taken < RATES.failure.burst; taken++) first.take('failure', 'ada');
  first.giveBack('failure', 'ada');
  await told();
  assert.equal(second.peek('failure', 'ada').ok, true);
});

test('workers that take at the same moment keep the rate between them', async () => {
  const workers = new Workers();
  const all = [workers.begins(), workers.begins(), workers.begins()];
  const seconds = 20;
  let taken = 0;
  for (let step = 0; step < seconds * 100; step++) {
    for (const worker of all) if (worker.take('change', 'ada').ok) taken++;
    await told();
    workers.nowMs += 10;
  }
  const allowed = RATES.change.burst + seconds * RATES.change.perSecond;
  assert.ok(Math.abs(taken - allowed) <= all.length, `${taken} of ${allowed}`);
});

test('connections are counted over all workers, and those of one that is gone no more', async () => {
  const workers = new Workers();
  const [first, second] = [workers.begins(), workers.begins()];
  for (let count = 0; count < CONNECTIONS_PER_ADDRESS; count++) assert.equal(first.openConnection('192.0.2.1'), true);
  await told();
  assert.equal(second.openConnection('192.0.2.1'), false);
  assert.equal(second.openConnection('192.0.2.2'), true);
  first.closeConnection('192.0.2.1');
  await told();
  assert.equal(second.openConnection('192.0.2.1'), true);
  workers.ends(first);
  assert.equal(second.openConnection('192.0.2.1'), true);
  await told();
  assert.deepEqual(Object.fromEntries(workers.board.known().connections), { '192.0.2.1': 2, '192.0.2.2': 1 });
});

test('the board tells when more was taken than there may be at once, until it is given back', async () => {
  const workers = new Workers();
  const all = [workers.begins(), workers.begins()];
  for (const worker of all)
    for (let taken = 0; taken < RATES.change.burst; taken++) assert.equal(worker.take('change', 'ada').ok, true);
  assert.equal(workers.board.overdrawnMs('change', 'ada'), 0);
  await told();
  assert.equal(workers.board.overdrawnMs('change', 'ada'), (RATES.change.burst * 1_000) / RATES.change.perSecond);
  workers.board.enter('change', 'ada', -RATES.change.burst);
  assert.equal(workers.board.overdrawnMs('change', 'ada'), 0);
});
