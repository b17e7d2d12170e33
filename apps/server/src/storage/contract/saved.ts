import assert from 'node:assert/strict';
import type { Message } from '@skein/protocol/rooms';
import type { Transaction } from '../store.ts';
import { join, leave, makeRoom, posted, register } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

export function savedContract(scenario: Scenario): void {
  scenario('L2: what an account keeps is listed for it alone, the last first', async ({ reads, ledger }) => {
    await ledger.transact(async (transaction) => {
      await register(transaction, 'ada', 'lin');
      await makeRoom(transaction, 'tea', 'ada');
      await join(transaction, 'tea', 'lin');
      for (const body of ['one', 'two', 'three']) await posted(transaction, 'tea', 'ada', body);
      for (const message of [4, 3]) await save(transaction, 'lin', message);
      await save(transaction, 'ada', 5);
      assert.deepEqual(await transaction.savedFacts('lin', 'tea', 3), { isSaved: true, count: 2 });
      assert.deepEqual(await transaction.savedFacts('lin', 'tea', 5), { isSaved: false, count: 2 });
      assert.deepEqual(await transaction.saversOf('tea', 3), ['lin']);
    });
    const page = async (before?: number, limit = 10) => {
      const { items, ...rest } = await reads.saved({ account: 'lin', before, limit });
      return { bodies: items.map(({ message }) => message.body), ...rest };
    };
    assert.deepEqual(await page(), { bodies: ['one', 'two'], more: false });
    assert.deepEqual(await page(undefined, 1), { bodies: ['one'], more: true, before: 3 });
    assert.deepEqual(await page(3), { bodies: ['two'], more: false });
    const history = await reads.history({ room: 'tea', account: 'lin', from: { kind: 'end' }, limit: 3 });
    assert.deepEqual(
      history?.events.map((event) => (event as Message).saved),
      [true, true, undefined],
    );
    await ledger.transact((transaction) => transaction.unsaveMessage('lin', 'tea', 3));
    assert.deepEqual(await page(), { bodies: ['two'], more: false });
    await ledger.transact((transaction) => leave(transaction, 'tea', 'lin'));
    assert.deepEqual(await page(), { bodies: [], more: false });
  });
}

async function save(transaction: Transaction, account: string, message: number): Promise<void> {
  const seq = await transaction.appendAccountEvent({ account, kind: 'saved', room: 'tea', message, n: message - 2 });
  await transaction.saveMessage({ account, room: 'tea', message, seq });
}
