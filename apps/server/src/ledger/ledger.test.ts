import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOBBY_ID } from '../storage/lobby.ts';
import { StorageError, type LedgerStore } from '../storage/store.ts';
import type { Command } from './commands.ts';
import type { Committed } from './ledger.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

test('a command that throws takes only itself, and everything else is done once and in order', async () => {
  await using house = await LedgerHouse.open(throwingAt('bad'));
  const ada = await house.registers('ada');
  const bodies = ['one', 'bad', 'two', 'bad', 'three'];
  const committed = await house.commit(...bodies.map((body, index) => post(ada, index, body)));
  assert.deepEqual(answers(committed), ['0: 1', '1: internal', '2: 2', '3: internal', '4: 3']);
  assert.deepEqual(messages(committed), ['1 one', '2 two', '3 three']);
});

test('a command that throws alone is refused', async () => {
  await using house = await LedgerHouse.open(throwingAt('bad'));
  const ada = await house.registers('ada');
  const before = house.content();
  assert.deepEqual(answers(await house.commit(post(ada, 0, 'bad'))), ['0: internal']);
  assert.deepEqual(house.content(), before);
});

test('when the store fails, all that were to be committed may come again, and nothing of them was done', async () => {
  const disk = { isFull: false };
  await using house = await LedgerHouse.open(failingWhile(disk));
  const ada = await house.registers('ada');
  const before = house.content();
  const batch = ['one', 'two'].map((body, index) => post(ada, index, body));
  disk.isFull = true;
  const failed = await house.commit(...batch);
  assert.deepEqual(answers(failed), ['0: storage_failed', '1: storage_failed']);
  assert.deepEqual(messages(failed), []);
  for (const { answer } of failed.flatMap(({ replies }) => replies)) {
    assert.ok(!answer.ok && answer.error.retryAfterMs! > 0);
  }
  assert.deepEqual(house.content(), before);
  disk.isFull = false;
  assert.deepEqual(answers(await house.commit(...batch)), ['0: 1', '1: 2']);
});

test('what was on its way behind a post that the store could not take is not stored before it', async () => {
  const disk = { isFull: false };
  await using house = await LedgerHouse.open(failingWhile(disk));
  const ada = await house.registers('ada');
  const lin = await house.registers('lin');
  const behind = { ...post(ada, 1, 'two'), after: idOf(0) };
  const last = { ...post(ada, 2, 'three'), after: idOf(1) };
  disk.isFull = true;
  assert.deepEqual(answers(await house.commit(post(ada, 0, 'one'))), ['0: storage_failed']);
  disk.isFull = false;
  const others = await house.commit(behind, last, { ...post(lin, 2, 'of somebody else'), after: idOf(0) });
  assert.deepEqual(answers(others).toSorted(), ['0: storage_failed', '1: storage_failed', '2: 1']);
  assert.deepEqual(answers(await house.commit(post(ada, 0, 'one'), post(ada, 1, 'two'))), ['0: 2', '1: 3']);
  assert.deepEqual(answers(await house.commit(last)), ['0: 4']);
});

test('a post that comes again in the same batch is stored once, and both get its place', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const committed = await house.commit(post(ada, 0, 'one'), post(ada, 0, 'one'), post(ada, 1, 'two'));
  assert.deepEqual(answers(committed), ['0: 1', '1: 1', '2: 2']);
  assert.deepEqual(messages(committed), ['1 one', '2 two']);
});

test('a room’s time does not go back with the clock', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const late = Date.now() + 1_000_000;
  house.nowMs = late;
  await house.commit(post(ada, 0, 'one'));
  house.nowMs = late - 500_000;
  const [committed] = await house.commit(post(ada, 1, 'two'));
  assert.equal(committed!.changes.roomEvents[0]!.at, late);
});

test('of the read marks of one commit only the highest is told', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  await house.commit(...['one', 'two', 'three'].map((body, index) => post(ada, index, body)));
  const [committed] = await house.commit(...[9, 3, 2, 1].map((n) => read(lin, n)));
  assert.deepEqual(
    committed!.replies.map(({ answer }) => answer.ok),
    [true, true, true, true],
  );
  assert.deepEqual(
    committed!.changes.accountEvents.map(({ event }) => (event.t === 'read' ? event.n : event.t)),
    [3],
  );
});

test('a password that was reset ends every session of the account, and the link with it', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const operator = await house.registers('operator', { tokenHash: 'setup' });
  await house.registers('ada');
  for (const tokenHash of ['first', 'second']) {
    await house.does({ kind: 'make-reset-link', by: operator, loginKey: 'ada', tokenHash, expiresAt: 9_999 });
  }
  const reset = { kind: 'reset-password', tokenHash: 'first', passwordHash: 'new' } as const;
  const [committed] = await house.commit(reset, { ...reset, tokenHash: 'second' });
  assert.deepEqual(
    committed!.replies.map(({ answer }) => (answer.ok ? 'ok' : answer.error.code)),
    ['ok', 'link_invalid'],
  );
  assert.deepEqual(committed!.changes.endedSessions, ['session of ada']);
});

test('edits and deletions keep their place among posts that the store could not take', async () => {
  const disk = { isFull: false };
  await using house = await LedgerHouse.open(failingWhile(disk));
  const ada = await house.registers('ada');
  const named = { account: ada, room: LOBBY_ID, message: 2 };
  const edit = { kind: 'edit', ...named, id: idOf(2), body: 'uno', after: idOf(1) } as const;
  const deletion = { kind: 'delete', ...named, id: idOf(3), after: idOf(2) } as const;
  await house.commit(post(ada, 0, 'one'));
  disk.isFull = true;
  assert.deepEqual(answers(await house.commit(post(ada, 1, 'two'))), ['0: storage_failed']);
  disk.isFull = false;
  assert.deepEqual(answers(await house.commit(edit, deletion)), ['0: storage_failed', '1: storage_failed']);
  const committed = await house.commit(post(ada, 1, 'two'), edit, deletion);
  assert.deepEqual(
    committed.flatMap(({ changes }) => changes.roomEvents.map(({ t, seq }) => `${t} ${seq}`)),
    ['message 3', 'edited 4', 'deleted 5'],
  );
});

function post(account: string, number: number, body: string) {
  return { kind: 'post', account, room: LOBBY_ID, id: idOf(number), body } as const;
}

function idOf(number: number): string {
  return `${number}`.padStart(16, 'A');
}

function read(account: string, n: number): Command {
  return { kind: 'read', account, room: LOBBY_ID, n };
}

/** `origin: n` or `origin: code`, in the order of the answers. */
function answers(committed: readonly Committed<number>[]): readonly string[] {
  return committed
    .flatMap(({ replies }) => replies)
    .map(({ origin, answer }) => `${origin}: ${answer.ok ? (answer.value as { n: number }).n : answer.error.code}`);
}

function messages(committed: readonly Committed<number>[]): readonly string[] {
  return committed
    .flatMap(({ changes }) => changes.roomEvents)
    .map((event) => (event.t === 'message' ? `${event.n} ${event.body}` : event.t));
}

/** A store in which one message shows a defect, after it was written. */
function throwingAt(bad: string): (store: LedgerStore) => LedgerStore {
  return (store) => ({
    ...disposalOf(store),
    transact: (work) =>
      store.transact((transaction) =>
        work({
          ...transaction,
          async appendMessage(message) {
            const stored = await transaction.appendMessage(message);
            if (message.body === bad) throw new TypeError('a defect');
            return stored;
          },
        }),
      ),
  });
}

/** A store whose disk is full by the time of the commit. */
function failingWhile(disk: { readonly isFull: boolean }): (store: LedgerStore) => LedgerStore {
  return (store) => ({
    ...disposalOf(store),
    transact: (work) =>
      store.transact(async (transaction) => {
        const result = await work(transaction);
        if (disk.isFull) throw new StorageError('the disk is full');
        return result;
      }),
  });
}

function disposalOf(store: LedgerStore): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}
