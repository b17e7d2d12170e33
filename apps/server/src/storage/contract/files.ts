import assert from 'node:assert/strict';
import type { FileFacts } from '../rows.ts';
import type { Transaction } from '../store.ts';
import { change, deletion, edit, join, leave, makeRoom, post, register, wholeRoom } from './deeds.ts';
import type { Scenario } from './store-under-test.ts';

const PICTURE: FileFacts = {
  size: 900,
  type: 'image/png',
  width: 640,
  height: 480,
  durationMs: undefined,
  thumbnail: true,
};
const SEEN = { id: 'cat', name: 'cat.png', type: 'image/png', size: 900, width: 640, height: 480, thumbnail: true };

export function fileContract(scenario: Scenario): void {
  scenario('a file is its owner’s alone until it is posted, and then the room’s', async (store) => {
    const { ledger } = store;
    const seenBy = async (account: string) => (await store.reads.file({ id: 'cat', account }))?.name;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await begun(transaction, 'cat');
    });
    assert.equal(await store.reads.hasFile('cat'), 'uploading');
    const begin = await store.reads.file({ id: 'cat', account: 'ada' });
    assert.deepEqual([begin?.type, begin?.size, begin?.room, begin?.createdAt], [undefined, 1_000, undefined, 7_000]);
    await ledger.transact(async (transaction) => {
      await transaction.finishFile('cat', PICTURE);
      await transaction.describeFile('cat', 'a cat');
    });
    assert.equal(await store.reads.hasFile('cat'), 'whole');
    assert.deepEqual([await seenBy('ada'), await seenBy('lin')], ['cat.png', undefined]);
    await ledger.transact((transaction) => post(transaction, 'tea', 'ada', '', { id: 'post', files: ['cat'] }));
    await store.reopen();
    assert.deepEqual(
      [await seenBy('ada'), await seenBy('lin'), await seenBy('eve')],
      ['cat.png', 'cat.png', undefined],
    );
    const file = await store.reads.file({ id: 'cat', account: 'lin' });
    assert.deepEqual([file?.room, file?.message, file?.description], ['tea', 3, 'a cat']);
    await store.ledger.transact((transaction) => leave(transaction, 'tea', 'lin'));
    assert.equal(await seenBy('lin'), undefined, 'not a member any more');
    assert.equal(await store.reads.file({ id: 'dog', account: 'ada' }), undefined);
    assert.equal(await store.reads.hasFile('dog'), undefined);
  });

  scenario('a message is read with its files, in their order', async ({ ledger, reads }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (const id of ['zebra', 'cat', 'ant']) await whole(transaction, id);
      await post(transaction, 'tea', 'ada', 'look', { files: ['zebra', 'cat'] });
      await post(transaction, 'tea', 'lin', 'nice');
      await post(transaction, 'tea', 'ada', '', { id: 'more', files: ['ant'] });
      await change(transaction, edit('look!', 3));
    });
    const names = (await wholeRoom(reads, 'tea'))
      .filter((event) => event.t === 'message')
      .map(({ files }) => files?.map(({ id }) => id));
    assert.deepEqual(names, [['zebra', 'cat'], undefined, ['ant']]);
    const page = await reads.pageForWorker({ room: 'tea', after: 4, limit: 1 });
    assert.deepEqual(page.events[0]?.t === 'message' && page.events[0].files, [
      { ...SEEN, id: 'ant', name: 'ant.png' },
    ]);
  });

  scenario('with a message its files are forgotten, and the room they took is free', async (store) => {
    const { ledger } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (const id of ['cat', 'ant']) await whole(transaction, id);
      await begun(transaction, 'dog');
      assert.deepEqual(await bytes(transaction), [2_800, 0, 2_800]);
      await post(transaction, 'tea', 'ada', 'look', { files: ['cat', 'ant'] });
      assert.deepEqual([...(await transaction.removeFilesOf('tea', 3))].sort(), ['ant', 'cat']);
      await change(transaction, deletion(3));
      assert.deepEqual(await bytes(transaction), [1_000, 0, 1_000]);
      assert.deepEqual(await transaction.removeFilesOf('tea', 3), []);
    });
    await store.reopen();
    const [, , message] = await wholeRoom(store.reads, 'tea');
    assert.equal(message?.t === 'message' && message.files, undefined);
    assert.equal(await store.reads.hasFile('cat'), undefined);
    assert.equal(await store.reads.hasFile('dog'), 'uploading');
  });

  scenario('files in no message are counted, removed, and found by their age', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (const [id, at] of [
        ['cat', 10],
        ['ant', 5],
        ['dog', 20],
        ['eel', 1],
      ] as const)
        await whole(transaction, id, at);
      await post(transaction, 'tea', 'ada', 'look', { files: ['eel'] });
      assert.deepEqual([await transaction.openFileCount('ada'), await transaction.openFileCount('lin')], [3, 0]);
      const none = { unfinished: 1_000, msPerByte: 1, limit: 10 };
      assert.deepEqual(await transaction.openFilesBefore(20, none), ['ant', 'cat']);
      assert.deepEqual(await transaction.openFilesBefore(100, { ...none, limit: 1 }), ['ant']);
      await transaction.removeFile('ant');
      await transaction.removeFile('never there');
      assert.equal(await transaction.file('ant'), undefined);
      assert.equal(await transaction.openFileCount('ada'), 2);
      assert.deepEqual(await bytes(transaction), [2_700, 0, 2_700]);
    });
  });

  scenario('what is not whole is found earlier, the sooner the less it is to have', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await whole(transaction, 'cat', 10);
      await begun(transaction, 'dog');
      const { createdAt, size } = (await transaction.file('dog'))!;
      const found = (unfinished: number) => transaction.openFilesBefore(0, { unfinished, msPerByte: 0.5, limit: 10 });
      assert.deepEqual(await found(createdAt + size / 2), []);
      assert.deepEqual(await found(createdAt + size / 2 + 1), ['dog']);
    });
  });

  scenario('a picture is everybody’s, waits for no message, and stays until it is removed', async (store) => {
    const { ledger } = store;
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (const id of ['cat', 'ant']) await whole(transaction, id, 10);
      await transaction.makePicture('cat');
      assert.equal(await transaction.openFileCount('ada'), 1);
      assert.deepEqual(await transaction.openFilesBefore(20, { unfinished: 20, msPerByte: 1, limit: 10 }), ['ant']);
      assert.deepEqual(await bytes(transaction), [1_800, 0, 1_800]);
    });
    await store.reopen();
    const seen = await store.reads.file({ id: 'cat', account: 'eve' });
    assert.deepEqual([seen?.isPicture, seen?.owner], [true, 'ada']);
    assert.equal(await store.reads.file({ id: 'ant', account: 'eve' }), undefined);
    await store.ledger.transact((transaction) => transaction.removeFile('cat'));
    assert.equal(await store.reads.hasFile('cat'), undefined);
  });

  scenario('the same post with other files is another post', async ({ ledger }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      for (const id of ['cat', 'ant']) await whole(transaction, id);
      const again = (files: readonly string[], body = 'look') =>
        transaction.earlierPost({ room: 'tea', author: 'ada', id: 'post', body, files });
      assert.deepEqual(await again(['cat']), { kind: 'none' });
      const stored = await post(transaction, 'tea', 'ada', 'look', { id: 'post', files: ['cat'] });
      assert.deepEqual(await again(['cat']), { ...stored, kind: 'repeated' });
      for (const files of [[], ['ant'], ['cat', 'ant']]) assert.deepEqual(await again(files), { kind: 'reused' });
      assert.deepEqual(await again(['cat'], ''), { kind: 'reused' });
    });
  });

  scenario('what is rolled back of a file did not happen', async ({ ledger, reads }) => {
    await ledger.transact(async (transaction) => {
      await tea(transaction);
      await whole(transaction, 'cat');
    });
    const undo = new Error('undo');
    const undone = ledger.transact(async (transaction) => {
      await whole(transaction, 'dog');
      await post(transaction, 'tea', 'ada', 'look', { files: ['cat'] });
      throw undo;
    });
    await assert.rejects(undone, undo);
    assert.equal(await reads.hasFile('dog'), undefined);
    assert.equal((await reads.file({ id: 'cat', account: 'ada' }))?.room, undefined);
    await ledger.transact(async (transaction) => assert.deepEqual(await bytes(transaction), [900, 0, 900]));
  });
}

/** Ada’s room tea with Lin in it, two events long; Eve is elsewhere. */
async function tea(transaction: Transaction): Promise<void> {
  await register(transaction, 'ada', 'lin', 'eve');
  await makeRoom(transaction, 'tea', 'ada');
  await join(transaction, 'tea', 'lin');
}

function begun(transaction: Transaction, id: string, createdAt = 7_000): Promise<void> {
  return transaction.createFile({ id, owner: 'ada', name: `${id}.png`, size: 1_000, createdAt });
}

async function whole(transaction: Transaction, id: string, createdAt?: number): Promise<void> {
  await begun(transaction, id, createdAt);
  await transaction.finishFile(id, PICTURE);
}

/** What the files of Ada, of Lin and of everybody take. */
function bytes(transaction: Transaction): Promise<number[]> {
  return Promise.all([transaction.fileBytes('ada'), transaction.fileBytes('lin'), transaction.fileBytes()]);
}
