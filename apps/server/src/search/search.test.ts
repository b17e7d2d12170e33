import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { LOBBY_ID } from '../storage/lobby.ts';
import { TEXTS_A_SLICE } from './matches.ts';
import { SearchHouse } from './testing/search-house.ts';

const FILLER = Array.from({ length: 20 }, (_, index) => `nothing of note ${index}`);

async function houseWith(...bodies: readonly string[]) {
  const house = await SearchHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  for (const body of bodies) await house.posts(ada, LOBBY_ID, body);
  return { house, ada, lin, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() };
}

test('words, pieces of words, phrases and signs are found in any script, with every place of theirs', async () => {
  const bodies = [
    'Überraschung: the *Straße* is open',
    '我们明天去北京开会',
    '東京タワーで会いましょう',
    'مرحبًا بكم في المدرسة',
    'नमस्ते दुनिया',
    'สวัสดีครับ',
    '안녕하세요 여러분',
    'Meet at 5€, see https://example.org/c++/x 🎉',
    'one `code` and one more',
  ];
  await using world = await houseWith(...bodies, ...FILLER);
  const { house, lin } = world;
  for (const [typed, expected] of [
    ['uber', ['[Über]raschung: the *Straße* is open']],
    ['strasse is', ['Überraschung: the *[Straße]* [is] open']],
    ['"strasse is"', ['Überraschung: the *[Straße* is] open']],
    ['raschun', ['Übe[rraschun]g: the *Straße* is open'.replace('[rraschun]', 'r[raschun]')]],
    ['北京', ['我们明天去[北京]开会']],
    ['会', ['東京タワーで[会]いましょう', '我们明天去北京开[会]']],
    ['タワ', ['東京[タワ]ーで会いましょう']],
    ['مرحبا', ['[مرحبًا] بكم في المدرسة']],
    ['مدرس', ['مرحبًا بكم في ال[مدرس]ة']],
    ['दुनि', ['नमस्ते [दुनि]या']],
    ['ดี', ['สวัส[ดี]ครับ']],
    ['여러', ['안녕하세요 [여러]분']],
    ['c++', ['Meet at 5€, see https://example.org/[c++]/x 🎉']],
    ['🎉 5€', ['Meet at [5€], see https://example.org/c++/x [🎉]']],
    ['one', ['[one] `code` and [one] more']],
    ['"one more" -phrase', ['one `code` and [one more]']],
    ['zzz', []],
    ['', []],
    ['?!', []],
  ] as const) {
    assert.deepEqual(await house.finds(lin, typed), expected, typed);
  }
});

test('operators narrow a search down: who, where, when, what, and not', async () => {
  await using world = await houseWith('first of ada', 'see https://skein.example first');
  const { house, ada, lin } = world;
  const room = await house.makesRoom(ada, 'den');
  await house.posts(ada, room, 'first in the den');
  house.nowMs = Date.UTC(2096, 2, 2, 23, 30);
  await house.posts(lin, LOBBY_ID, 'first of lin, with `code`');
  for (const body of FILLER) await house.posts(lin, LOBBY_ID, body);
  for (const [typed, expected] of [
    ['first from:LIN', ['[first] of lin, with `code`']],
    ['first -from:lin in:lobby', ['see https://skein.example [first]', '[first] of ada']],
    ['in:den', ['first in the den']],
    ['first -in:den -has:link', ['[first] of lin, with `code`', '[first] of ada']],
    ['has:link', ['see https://skein.example first']],
    ['has:code from:lin', ['first of lin, with `code`']],
    ['first after:2096-03-02', ['[first] of lin, with `code`']],
    ['first before:2096-03-02 from:me -ada', ['[first] in the den', 'see https://skein.example [first]']],
    [
      'first -after:2096-03-02 -before:2096',
      ['[first] in the den', 'see https://skein.example [first]', '[first] of ada'],
    ],
    [
      'first from:',
      ['[first] of lin, with `code`', '[first] in the den', 'see https://skein.example [first]', '[first] of ada'],
    ],
  ] as const) {
    assert.deepEqual(await house.finds(ada, typed), expected, typed);
  }
  assert.deepEqual(await house.finds(ada, 'first after:2096-03-03', { zone: 'Asia/Tokyo' }), [
    '[first] of lin, with `code`',
  ]);
  assert.deepEqual(await house.answers(ada, 'first from:nobody in:lobby'), { hits: [], unknown: ['from:nobody'] });
  assert.deepEqual(await house.answers(lin, 'first in:den'), { hits: [], unknown: ['in:den'] });
});

test('what was committed is found at once, before the index has it', async () => {
  await using world = await houseWith('an early needle', ...FILLER);
  const { house, ada, lin } = world;
  await house.desk.catchUp();
  await house.posts(ada, LOBBY_ID, 'a needle of this moment');
  for (const order of ['newest', 'best'] as const) {
    const asked = { account: lin, typed: 'needle', order, after: undefined, limit: 9, zone: 'UTC', now: house.nowMs };
    const answer = await house.desk.answer(asked, new AbortController().signal);
    const bodies = answer.ok ? answer.value.hits.map(({ message }) => message.body) : [];
    assert.deepEqual(bodies.toSorted(), ['a needle of this moment', 'an early needle'], order);
  }
  assert.deepEqual(await house.finds(lin, 'needle'), ['a [needle] of this moment', 'an early [needle]']);
});

test('only rooms that the account is in at this moment are searched', async () => {
  await using world = await houseWith();
  const { house, ada, lin } = world;
  const room = await house.makesRoom(ada, 'den');
  await house.posts(ada, room, 'the secret word');
  for (const body of FILLER) await house.posts(ada, LOBBY_ID, body);
  assert.deepEqual(await house.finds(lin, 'secret'), []);
  assert.deepEqual(await house.finds('nobody', 'note'), []);
  await house.does({ kind: 'invite', by: ada, room, loginKey: 'lin' });
  assert.deepEqual(await house.finds(lin, 'secret'), ['the [secret] word']);
  await house.does({ kind: 'remove', by: ada, room, account: lin });
  const asked = {
    account: lin,
    typed: 'secret',
    order: 'best',
    after: undefined,
    limit: 9,
    zone: 'UTC',
    now: 0,
  } as const;
  const answer = await house.desk.answer(asked, new AbortController().signal);
  assert.deepEqual(answer, { ok: true, value: { hits: [] } }, 'at once: nobody has told the index');
});

test('an edited message is found by what it says now, whether it is in a block or not', async () => {
  await using world = await houseWith('an apple');
  const { house, ada, lin } = world;
  const early = await house.posts(ada, LOBBY_ID, 'a pear');
  for (const body of FILLER) await house.posts(ada, LOBBY_ID, body);
  const late = await house.posts(ada, LOBBY_ID, 'a plum');
  assert.deepEqual(await house.finds(lin, 'pear'), ['a [pear]']);
  await house.edits(ada, LOBBY_ID, early, 'a quince, see http://x.example');
  await house.edits(ada, LOBBY_ID, late, 'a medlar');
  for (const gone of ['pear', 'plum']) assert.deepEqual(await house.finds(lin, gone), []);
  assert.deepEqual(await house.finds(lin, 'medlar'), ['a [medlar]']);
  assert.deepEqual(await house.finds(lin, 'quince has:link'), ['a [quince], see http://x.example']);
  await house.restartsSearch();
  assert.deepEqual(await house.finds(lin, 'quince'), ['a [quince], see http://x.example']);
  assert.deepEqual(await house.finds(lin, 'medlar'), ['a [medlar]']);
});

test('nothing of a deleted message is left in the file, and nothing of one whose time is over', async () => {
  await using world = await houseWith('Xylophon 漢字', 'qwzx jkvb', 'stays here');
  const { house, ada, lin } = world;
  for (const body of FILLER) await house.posts(ada, LOBBY_ID, body);
  const [first] = (await house.answers(lin, 'xylophon')).hits;
  assert.deepEqual(await house.finds(lin, '漢字'), ['Xylophon [漢字]']);
  const inFile = (gram: string) => readFileSync(house.indexFile).includes(gram);
  for (const gram of ['xyl', 'ylo', '漢字', 'qwz', 'jkv']) assert.ok(inFile(gram), gram);

  await house.deletes(ada, LOBBY_ID, first!.message.seq);
  assert.deepEqual(await house.finds(lin, 'xylophon'), []);
  for (const gram of ['xyl', 'ylo', '漢字']) assert.ok(!inFile(gram), gram);

  const [second] = (await house.answers(lin, 'qwzx')).hits;
  house.forgets(LOBBY_ID, second!.message.seq);
  assert.deepEqual(await house.finds(lin, 'qwzx'), []);
  for (const gram of ['qwz', 'jkv']) assert.ok(!inFile(gram), gram);
  assert.deepEqual(await house.finds(lin, 'stays'), ['[stays] here']);
  await house.restartsSearch();
  assert.deepEqual(await house.finds(lin, 'stays'), ['[stays] here']);
});

test('an index goes on behind the newest message and the newest change when these have expired', async () => {
  await using house = await SearchHouse.open();
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'tea');
  await house.does({ kind: 'change-room', by: ada, room, settings: { retentionDays: 1 } });
  await house.posts(ada, LOBBY_ID, 'wool for good');
  const passing = await house.posts(ada, room, 'wool for a day');
  await house.edits(ada, room, passing, 'wool for one day');
  assert.deepEqual(await house.finds(ada, 'wool'), ['[wool] for one day', '[wool] for good']);
  house.nowMs += 3 * 24 * 60 * 60_000;
  await house.does({ kind: 'expire', after: '' });
  assert.deepEqual(await house.finds(ada, 'wool'), ['[wool] for good']);
  await house.posts(ada, LOBBY_ID, 'wool again');
  assert.deepEqual(await house.finds(ada, 'wool'), ['[wool] again', '[wool] for good']);
  assert.equal(house.timesBegunAnew, 0);
});

test('an index that is damaged, of another history, or of rows that were numbered anew is built again', async () => {
  await using world = await houseWith('needle', ...FILLER);
  const { house, ada, lin } = world;
  assert.deepEqual(await house.finds(lin, 'needle'), ['[needle]']);
  await house.restartsSearch(() =>
    writeFileSync(house.indexFile, 'this is not a database, but much longer than a header'.repeat(9)),
  );
  assert.deepEqual(await house.finds(lin, 'needle'), ['[needle]']);
  house.alters(`update meta set value = 'another' where key = 'history_id'`);
  assert.deepEqual(await house.finds(lin, 'needle'), ['[needle]']);
  house.alters('update messages set rowid = rowid + 1000');
  assert.deepEqual(await house.finds(lin, 'needle'), ['[needle]']);
  await house.restartsSearch(() => writeFileSync(house.indexFile, ''));
  await house.posts(ada, LOBBY_ID, 'another needle');
  assert.deepEqual(await house.finds(lin, 'needle'), ['another [needle]', '[needle]']);
});

test('a part of a file that was overwritten is noticed by whoever reads it', async () => {
  await using world = await houseWith('needle', ...FILLER);
  const { house, lin } = world;
  await house.answers(lin, 'needle');
  await house.restartsSearch(() => {
    const bytes = readFileSync(house.indexFile);
    writeFileSync(house.indexFile, bytes.fill(0xaa, 4_096));
  });
  await house.answers(lin, 'needle').catch(() => undefined);
  assert.deepEqual(await house.finds(lin, 'needle'), ['[needle]']);
});

test('pages follow each other without holes or repetitions, in both orders', async () => {
  await using world = await houseWith(...Array.from({ length: 53 }, (_, index) => `number ${index}`));
  const { house, lin } = world;
  const numbers = Array.from({ length: 53 }, (_, index) => `[number] ${index}`);
  assert.deepEqual(await house.finds(lin, 'number', { limit: 7 }), numbers.toReversed());
  const best = await house.finds(lin, 'number', { limit: 7, order: 'best' });
  assert.deepEqual(best.toSorted(), numbers.toSorted());
  const { next } = await house.answers(lin, 'number', { limit: 53 });
  assert.equal(next, undefined);
});

test('a tail longer than what is looked through at a stretch has every message, in both orders', async () => {
  const count = TEXTS_A_SLICE + 10;
  await using house = await SearchHouse.open({ blockDocuments: 2 * count });
  const ada = await house.registers('ada');
  const bodies = ['a thread of wool', ...Array.from({ length: count }, (_, index) => `thread ${index}`), 'wool'];
  for (const body of bodies) await house.posts(ada, LOBBY_ID, body);
  const threads = bodies.filter((body) => body.includes('thread'));
  const marked = threads.map((body) => body.replace('thread', '[thread]'));
  assert.deepEqual(await house.finds(ada, 'thread', { limit: 50 }), marked.toReversed());
  for (const order of ['newest', 'best'] as const) {
    assert.deepEqual(await house.finds(ada, 'wool', { order }), ['[wool]', 'a thread of [wool]'], order);
  }
});

test('others have their turn while a page of long messages is made ready to be shown', async () => {
  await using house = await SearchHouse.open();
  const ada = await house.registers('ada');
  for (let count = 0; count < 20; count++) await house.posts(ada, LOBBY_ID, `wool ${'ä'.repeat(1_000)}`);
  await house.desk.catchUp();
  let turns = 0;
  let isDone = false;
  const turn = () => void (turns++, isDone || setImmediate(turn));
  turn();
  const { hits } = await house.answers(ada, 'wool');
  isDone = true;
  assert.ok(turns > hits.length, `${turns} turns for ${hits.length} messages`);
});

test('the best first: whole words before beginnings before pieces, together before apart, short before long', async () => {
  await using world = await houseWith(
    'art',
    'the art of war is about what you do before it',
    'war and art',
    'the art of war',
    'artful',
    ...FILLER,
    'start',
    'a party',
  );
  const { house, lin } = world;
  assert.deepEqual(await house.finds(lin, 'art', { order: 'best' }), [
    '[art]',
    'war and [art]',
    'the [art] of war',
    'the [art] of war is about what you do before it',
    '[art]ful',
    'st[art]',
    'a p[art]y',
  ]);
  assert.deepEqual((await house.finds(lin, 'art of war', { order: 'best' }))[0], 'the [art] [of] [war]');
});

test('files are found by their names and descriptions, and nobody by the id in a mention', async () => {
  await using world = await houseWith('<@abcxyz> look at this');
  const { house, ada, lin } = world;
  const seq = await house.posts(ada, LOBBY_ID, 'of last summer');
  house.alters(`insert into files (id, owner_id, name, size, created_at, type, thumbnail, description, room_id, message_seq, position)
    values ('f', '${ada}', 'Crète_2095.JPG', 9, 0, 'image/jpeg', 0, 'a goat', '${LOBBY_ID}', ${seq}, 0)`);
  for (const body of FILLER) await house.posts(ada, LOBBY_ID, body);
  for (const typed of ['crete', 'goat', 'has:image', 'has:file summer']) {
    assert.equal((await house.finds(lin, typed)).length, 1, typed);
  }
  assert.deepEqual(await house.finds(lin, 'xyz'), []);
  assert.deepEqual(await house.finds(lin, 'look'), ['<@abcxyz> [look] at this']);
});
