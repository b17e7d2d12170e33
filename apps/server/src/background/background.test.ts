import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { MessageChannel, Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { accepted, refused } from '../result.ts';
import { Answerer } from './answerer.ts';
import { Asker } from './asker.ts';
import type { BoundsOf, Handlers } from './tasks.ts';
import { TEST_BOUNDS, type TestTasks } from './testing/tasks.ts';

const BUSY = refused('busy', { retryAfterMs: 1_000 });

/** A background thread on this one, whose waiting questions the test answers by name. */
class Background {
  readonly started: string[] = [];
  readonly abandoned: string[] = [];
  readonly #release = new Map<string, () => void>();
  readonly #changed: (() => void)[] = [];
  readonly #answerer: Answerer<TestTasks>;

  constructor(bounds: BoundsOf<TestTasks> = TEST_BOUNDS) {
    const handlers: Handlers<TestTasks> = {
      double: ({ number }) => {
        if (number < 0) throw new Error('no negative numbers');
        return accepted(2 * number);
      },
      wait: ({ name }, signal) => {
        this.started.push(name);
        this.#tell();
        signal.addEventListener('abort', () => {
          this.abandoned.push(name);
          this.answers(name);
        });
        return new Promise((resolve) => this.#release.set(name, () => resolve(accepted(name))));
      },
    };
    this.#answerer = new Answerer({ handlers, bounds, log: pino({ level: 'silent' }) });
  }

  asker(bounds: BoundsOf<TestTasks> = TEST_BOUNDS): Asker<TestTasks> {
    const { port1, port2 } = new MessageChannel();
    this.#answerer.serve(port1);
    const asker = new Asker<TestTasks>(bounds);
    asker.usePort(port2);
    return asker;
  }

  answers(name: string): void {
    this.#release.get(name)!();
    this.#tell();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }

  #tell(): void {
    for (const changed of this.#changed.splice(0)) changed();
  }
}

test('a question gets its own answer, and one whose handler fails is told so', async () => {
  using asker = new Background().asker();
  const numbers = [1, 2, -3, 4];
  const answers = await Promise.all(numbers.map((number) => asker.ask({ kind: 'double', number })));
  assert.deepEqual(answers, [accepted(2), accepted(4), refused('internal'), accepted(8)]);
});

test('a worker has no more than its bound in flight, and the next is busy at once', async () => {
  const background = new Background();
  using asker = background.asker();
  const asked = ['a', 'b', 'c', 'd'].map((name) => asker.ask({ kind: 'wait', name }));
  assert.deepEqual(await asker.ask({ kind: 'wait', name: 'e' }), BUSY);
  assert.deepEqual(await asker.ask({ kind: 'double', number: 1 }), accepted(2), 'other kinds are not held up');
  for (const name of ['a', 'b', 'c', 'd']) {
    await background.until(() => background.started.includes(name));
    background.answers(name);
  }
  assert.deepEqual(await Promise.all(asked), ['a', 'b', 'c', 'd'].map(accepted));
  assert.deepEqual(await asker.ask({ kind: 'double', number: 2 }), accepted(4));
});

test('workers take turns, whoever asked more', async () => {
  const background = new Background({ ...TEST_BOUNDS, wait: { ...TEST_BOUNDS.wait, atOnce: 1 } });
  using busy = background.asker();
  using other = background.asker();
  const asked = ['a1', 'a2', 'a3'].map((name) => busy.ask({ kind: 'wait', name }));
  await background.until(() => background.started.includes('a1'));
  asked.push(other.ask({ kind: 'wait', name: 'b1' }));
  await other.ask({ kind: 'double', number: 1 });
  for (const name of ['a1', 'a2', 'b1', 'a3']) {
    await background.until(() => background.started.at(-1) === name);
    background.answers(name);
  }
  await Promise.all(asked);
});

test('accounts take turns, on whatever workers, and one does not take all the places of a worker', async () => {
  const background = new Background({ ...TEST_BOUNDS, wait: { ...TEST_BOUNDS.wait, atOnce: 1 } });
  using first = background.asker();
  using second = background.asker();
  const ask = (asker: Asker<TestTasks>, account: string, name: string) => asker.ask({ kind: 'wait', account, name });
  const asked = ['a1', 'a2', 'a3'].map((name) => ask(first, 'ada', name));
  await background.until(() => background.started.includes('a1'));
  assert.deepEqual(await ask(first, 'ada', 'too much'), BUSY);
  asked.push(ask(first, 'lin', 'b1'));
  await first.ask({ kind: 'double', number: 1 });
  asked.push(ask(second, 'ada', 'a4'));
  await second.ask({ kind: 'double', number: 1 });
  for (const name of ['a1', 'a2', 'b1', 'a3', 'a4']) {
    await background.until(() => background.started.at(-1) === name);
    background.answers(name);
  }
  await Promise.all(asked);
});

test('what nobody wants any more is dropped where it waits, and stopped where it runs', async () => {
  const background = new Background();
  using asker = background.asker();
  const [first, ...others] = ['a', 'b', 'c'].map((name) => {
    const gone = new AbortController();
    return { gone, answer: asker.ask({ kind: 'wait', name }, { signal: gone.signal }) };
  });
  await background.until(() => background.started.length === 2);
  const waiting = others.pop()!;
  waiting.gone.abort();
  first!.gone.abort();
  assert.deepEqual(await Promise.all([waiting.answer, first!.answer]), [BUSY, BUSY]);
  await background.until(() => background.abandoned.includes('a'));
  background.answers('b');
  assert.deepEqual(await others[0]!.answer, accepted('b'));
  assert.deepEqual(background.started, ['a', 'b'], 'c was never begun');
  assert.deepEqual(await asker.ask({ kind: 'wait', name: 'd' }, { signal: AbortSignal.abort() }), BUSY);
});

test('a question that takes too long is given up, and stopped', async () => {
  const background = new Background();
  using asker = background.asker({ ...TEST_BOUNDS, wait: { ...TEST_BOUNDS.wait, timeoutMs: 1 } });
  assert.deepEqual(await asker.ask({ kind: 'wait', name: 'a' }), BUSY);
  await background.until(() => background.abandoned.includes('a'));
});

test('a worker that ends leaves nothing running', async () => {
  const background = new Background();
  const asker = background.asker();
  const asked = asker.ask({ kind: 'wait', name: 'a' });
  await background.until(() => background.started.length === 1);
  asker[Symbol.dispose]();
  assert.deepEqual(await asked, BUSY);
  await background.until(() => background.abandoned.includes('a'));
});

test('without a background thread it is busy, and with the next one goes on', async () => {
  using asker = new Asker<TestTasks>(TEST_BOUNDS);
  assert.deepEqual(await asker.ask({ kind: 'double', number: 1 }), BUSY);
  const thread = startThread(asker);
  assert.deepEqual(await asker.ask({ kind: 'double', number: 1 }), accepted(2));
  const waiting = asker.ask({ kind: 'wait', name: 'a' });
  assert.deepEqual(await asker.ask({ kind: 'double', number: 13 }), BUSY, 'it died of this one');
  assert.deepEqual(await waiting, BUSY);
  if (thread.threadId !== -1) await once(thread, 'exit');
  assert.deepEqual(await asker.ask({ kind: 'double', number: 1 }), BUSY);
  const next = startThread(asker);
  assert.deepEqual(await asker.ask({ kind: 'double', number: 4 }), accepted(8));
  await next.terminate();
});

function startThread(asker: Asker<TestTasks>): Worker {
  const { port1, port2 } = new MessageChannel();
  const workerData = { port: port1 };
  const thread = new Worker(new URL('testing/answering-thread.ts', import.meta.url), {
    workerData,
    transferList: [port1],
  });
  asker.usePort(port2);
  return thread;
}
