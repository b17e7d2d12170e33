import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mock, test } from 'node:test';
import type { Seat, Turn } from '@skein/client/outbox';
import { joinWithoutLock } from './every-turn.ts';
import { joinByLock } from './lock-turn.ts';

// With the Web Locks and the broadcast channels of Node.

/** Milliseconds of a clock that goes on by one with each turn of the event loop: more turns than a word takes. */
const PATIENCE_MS = 200;
mock.timers.enable({ apis: ['setTimeout'] });

/** A tab that gives the turn away as soon as it is asked, unless it is busy or asleep. */
class Tab implements Seat {
  hasTurn = false;
  /** It has something on its wire. */
  isBusy = false;
  isAsked = false;
  timesTaken = 0;
  changes = 0;
  readonly turn: Turn;

  constructor(join: (tab: Tab) => Turn) {
    this.turn = join(this);
  }

  taken(): void {
    this.hasTurn = true;
    this.isAsked = false;
    this.timesTaken++;
  }

  lost(): void {
    this.hasTurn = false;
  }

  asked(): void {
    this.isAsked = true;
    if (!this.isBusy) this.pass();
  }

  changed(): void {
    this.changes++;
  }

  pass(): void {
    this.hasTurn = false;
    this.isAsked = false;
    this.turn.pass();
  }
}

const join = (name: string) => (tab: Tab) => joinByLock(name, tab, navigator.locks, PATIENCE_MS);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await moment();
}

async function moment(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  mock.timers.tick(1);
}

/** Tabs that have sat down one after the other: the first has the turn. */
async function sitDown(joinHere: (tab: Tab) => Turn, count: number): Promise<Tab[]> {
  const tabs: Tab[] = [];
  for (let index = 0; index < count; index++) {
    tabs.push(new Tab(joinHere));
    await until(() => tabs.some(({ hasTurn }) => hasTurn));
  }
  return tabs;
}

const withTurn = (tabs: readonly Tab[]): Tab[] => tabs.filter(({ hasTurn }) => hasTurn);

test('one tab has the turn, and who asks gets it', async () => {
  const tabs = await sitDown(join(randomUUID()), 3);
  for (const tab of [tabs[2]!, tabs[0]!, tabs[1]!]) {
    tab.turn.ask();
    await until(() => tab.hasTurn);
    assert.deepEqual(withTurn(tabs), [tab]);
  }
  for (const { turn } of tabs) turn.leave();
});

test('a tab that has something on its wire keeps the turn until it is answered, however long that takes', async () => {
  const [ada, too] = await sitDown(join(randomUUID()), 2);
  const [first, second] = ada!.hasTurn ? [ada!, too!] : [too!, ada!];
  first.isBusy = true;
  second.turn.ask();
  await until(() => first.isAsked);
  for (let ms = 0; ms < 2 * PATIENCE_MS; ms++) await moment();
  assert.deepEqual(withTurn([first, second]), [first]);
  first.pass();
  await until(() => second.hasTurn);
  assert.deepEqual(withTurn([first, second]), [second]);
  for (const { turn } of [first, second]) turn.leave();
});

test('when the one that has the turn leaves, another gets it', async () => {
  const tabs = await sitDown(join(randomUUID()), 3);
  while (tabs.length > 1) {
    const [first] = withTurn(tabs);
    tabs.splice(tabs.indexOf(first!), 1);
    first!.turn.leave();
    await until(() => withTurn(tabs).length > 0);
    assert.equal(withTurn(tabs).length, 1);
  }
  tabs[0]!.turn.leave();
});

test('the others hear that something has changed', async () => {
  const [ada, too, three] = await sitDown(join(randomUUID()), 3);
  ada!.turn.changed();
  await until(() => too!.changes === 1 && three!.changes === 1);
  assert.equal(ada!.changes, 0);
  for (const { turn } of [ada!, too!, three!]) turn.leave();
});

test('accounts do not share', async () => {
  const tabs = [new Tab(join(randomUUID())), new Tab(join(randomUUID()))];
  await until(() => withTurn(tabs).length === 2);
  for (const { turn } of tabs) turn.leave();
});

test('tabs that come all at once agree', async () => {
  const joinHere = join(randomUUID());
  const tabs = Array.from({ length: 5 }, () => new Tab(joinHere));
  await until(() => withTurn(tabs).length > 0);
  assert.equal(withTurn(tabs).length, 1);
  for (const { turn } of tabs) turn.leave();
});

test('the turn is taken from a tab that is asleep, which learns it when it wakes', async () => {
  const name = randomUUID();
  const { promise: end, resolve: wakeUp } = Promise.withResolvers<void>();
  let isHeld = false;
  const asleep = navigator.locks
    .request(name, () => ((isHeld = true), end))
    .then(
      () => 'kept',
      () => 'lost',
    );
  await until(() => isHeld);
  const tab = new Tab(join(name));
  tab.turn.ask();
  await until(() => tab.hasTurn);
  wakeUp();
  assert.equal(await asleep, 'lost');
  tab.turn.leave();
});

test('a tab from which the turn was taken waits for it again', async () => {
  const name = randomUUID();
  const tab = new Tab(join(name));
  await until(() => tab.hasTurn);
  await navigator.locks.request(name, { steal: true }, () => until(() => !tab.hasTurn));
  await until(() => tab.hasTurn);
  assert.equal(tab.timesTaken, 2);
  tab.turn.leave();
});

test('without locks every tab has the turn, and hears of changes all the same', async () => {
  const name = randomUUID();
  const [ada, too] = [0, 1].map(() => new Tab((tab) => joinWithoutLock(name, tab)));
  assert.ok(ada!.hasTurn && too!.hasTurn);
  ada!.turn.changed();
  await until(() => too!.changes === 1);
  for (const { turn } of [ada!, too!]) turn.leave();
  ada!.turn.changed();
});
