import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { accepted } from '../result.ts';
import { Changes } from './changes.ts';
import type { Command } from './commands.ts';
import type { Committed, Submission } from './ledger.ts';
import { LedgerLoop } from './ledger-loop.ts';

test('while commands never stop coming the thread still hears what it is sent', async () => {
  const bus = new TestBus();
  const loop = loopOver(bus);
  const { port1, port2 } = new MessageChannel();
  let isHeard = false;
  port1.on('message', () => {
    isHeard = true;
    loop.stop();
  });
  bus.onDrain = () => {
    if (bus.drains === 1) port2.postMessage('stop');
    if (bus.drains === 100_000) loop.stop();
    return isHeard || bus.drains >= 100_000 ? [] : [post(`${bus.drains}`)];
  };
  await loop.run();
  port1.close();
  assert.equal(isHeard, true);
});

test('nothing is published or answered before its commit', async () => {
  const bus = new TestBus([[post('one'), post('two')]]);
  const happened: string[] = [];
  bus.onPublish = ({ replies }) => happened.push(`answered ${replies.length}`);
  const ledger = {
    async commit<Origin>(batch: readonly Submission<Origin>[]) {
      await new Promise((resolve) => setImmediate(resolve));
      happened.push(`committed ${batch.length}`);
      return committed(batch);
    },
  };
  await stopsWhenIdle(bus, new LedgerLoop({ bus, ledger, clock: () => 0 }));
  assert.deepEqual(happened, ['committed 2', 'answered 2']);
});

test('what is still in the rings, and read marks that wait, are committed before it stops', async () => {
  const bus = new TestBus([[read], [post('last')]]);
  const loop = loopOver(bus);
  const running = loop.run();
  loop.stop();
  await running;
  assert.deepEqual(bus.answered, ['read', 'last']);
});

test('a read mark alone costs a commit only after a while', async () => {
  const clock = { nowMs: 0 };
  const bus = new TestBus([[read]]);
  const loop = loopOver(bus, () => clock.nowMs);
  const slept: number[] = [];
  bus.onSleep = (timeoutMs) => {
    slept.push(timeoutMs);
    if (timeoutMs === Infinity) return loop.stop();
    assert.deepEqual(bus.answered, []);
    clock.nowMs += timeoutMs;
  };
  await loop.run();
  assert.deepEqual(bus.answered, ['read']);
  assert.equal(slept.length, 2);
  assert.equal(loop.commits, 1);
});

test('read marks that ride with a lone message do not let the next one wait', async () => {
  const bus = new TestBus();
  let turns = 0;
  const turn = (): void => void (turns++, bus.drains === 1 && setImmediate(turn));
  bus.onPublish = () => turn();
  bus.onDrain = () => [[read, post('one')], [post('two')]][bus.drains - 1] ?? [];
  await stopsWhenIdle(bus, loopOver(bus));
  assert.deepEqual(bus.answered, ['read', 'one', 'two']);
  assert.ok(turns <= 4, `${turns} turns of the event loop went by`);
});

/** Gives out batches, then sleeps; the test says what happens then. */
class TestBus {
  readonly answered: string[] = [];
  drains = 0;
  onDrain: () => readonly Submission<string>[];
  onPublish: (committed: Committed<string>) => void = () => undefined;
  onSleep: (timeoutMs: number) => void = () => undefined;

  constructor(batches: readonly (readonly Submission<string>[])[] = []) {
    const left = [...batches];
    this.onDrain = () => left.shift() ?? [];
  }

  drain(): readonly Submission<string>[] {
    this.drains++;
    return this.onDrain();
  }

  publish(commit: Committed<string>): void {
    this.answered.push(...commit.replies.map(({ origin }) => origin));
    this.onPublish(commit);
  }

  async sleep(timeoutMs: number): Promise<void> {
    this.onSleep(timeoutMs);
  }
}

const read: Submission<string> = { origin: 'read', command: { kind: 'read', account: 'ada', room: 'garden', n: 1 } };

function post(body: string): Submission<string> {
  const command: Command = { kind: 'post', account: 'ada', room: 'garden', id: 'AAAAAAAAAAAAAAAA', body };
  return { origin: body, command };
}

function loopOver(bus: TestBus, clock = () => 0): LedgerLoop<string> {
  const ledger = { commit: async <Origin>(batch: readonly Submission<Origin>[]) => committed(batch) };
  return new LedgerLoop({ bus, ledger, clock });
}

function committed<Origin>(batch: readonly Submission<Origin>[]): readonly Committed<Origin>[] {
  return [{ changes: new Changes(), replies: batch.map(({ origin }) => ({ origin, answer: accepted(undefined) })) }];
}

function stopsWhenIdle(bus: TestBus, loop: LedgerLoop<string>): Promise<void> {
  bus.onSleep = () => loop.stop();
  return loop.run();
}
