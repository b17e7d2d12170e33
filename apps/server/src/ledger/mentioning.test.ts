import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountEvent } from '@skein/protocol/accounts';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { Command } from './commands.ts';
import type { Committed } from './ledger.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

test('M3: whom a message names or answers is told once, in their own stream, and never its author', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  const [committed] = await house.commit(post(ada, `<@${lin}> <@${lin}> <@${ada}>, <@nobody>`), post(eve, 'yes', 2));
  assert.deepEqual(told(committed!), [`${lin} mentioned 2/1`, `${ada} mentioned 3/2`]);
  const [message] = committed!.changes.roomEvents;
  const names = message?.t === 'message' ? message.mentions?.map(({ name }) => name) : [];
  assert.deepEqual(names, ['lin', 'ada']);
  const [again] = await house.commit(post(eve, `<@${ada}>`, 3));
  assert.deepEqual(told(again!), [`${ada} mentioned 4/3`], 'both named and answered');
});

test('M3: who is not in the room is not told, and an edit tells whom it mentions for the first time', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  const room = await house.makesRoom(ada, 'garden');
  const [committed] = await house.commit({ ...post(ada, `<@${lin}>`), room } as Command);
  assert.deepEqual(told(committed!), []);
  await house.commit(post(ada, 'one'));
  const edit = (id: string, body: string): Command =>
    ({ kind: 'edit', account: ada, room: LOBBY_ID, message: 2, id: id.repeat(16), body }) as const;
  const [edited] = await house.commit(edit('e', `<@${lin}> <@${ada}>`));
  assert.deepEqual(told(edited!), [`${lin} mentioned 2/1`]);
  const [again] = await house.commit(edit('f', `<@${lin}> <@${eve}>`), edit('f', `<@${lin}> <@${eve}>`));
  assert.deepEqual(told(again!), [`${eve} mentioned 2/1`]);
  const [all] = await house.commit(edit('g', 'nobody'), edit('h', '<@room>'));
  assert.deepEqual(told(all!), [], 'everybody was told already');
  const [event] = edited!.changes.roomEvents;
  assert.deepEqual(event?.t === 'edited' && event.mentions, [
    { id: lin, name: 'lin' },
    { id: ada, name: 'ada' },
  ]);
});

test('M6: an edit tells also who has read the message, as long as they have not seen it', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  await house.commit(post(ada, 'long read'));
  await house.does({ kind: 'read', account: lin, room: LOBBY_ID, n: 1 });
  const body = `<@${lin}> <@${eve}>`;
  const edit = { kind: 'edit', account: ada, room: LOBBY_ID, message: 2, id: 'l'.repeat(16), body } as const;
  const [edited] = await house.commit(edit);
  const late = edited!.changes.accountEvents.map(({ account, event }) => [
    account,
    event.t === 'mentioned' && event.late,
  ]);
  assert.deepEqual(late, [
    [lin, true],
    [eve, undefined],
  ]);
  const seen = { kind: 'read-mention', room: LOBBY_ID, message: 2 } as const;
  const [first] = await house.commit({ ...seen, account: lin }, { ...seen, account: lin }, { ...seen, account: eve });
  assert.deepEqual(told(first!), [`${lin} unmentioned 2/1`], 'once; eve has it before her as what she has not read');
});

test('M3: a deletion takes mentions back', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  await house.commit(post(ada, `<@${lin}>`));
  const [committed] = await house.commit({
    kind: 'delete',
    account: ada,
    room: LOBBY_ID,
    message: 2,
    id: 'd'.repeat(16),
  });
  assert.deepEqual(told(committed!), [`${lin} unmentioned 2/1`]);
});

test('M4: everybody is told by any member among few', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  const [committed] = await house.commit(post(ada, '<@room>!'));
  assert.deepEqual(told(committed!).toSorted(), [`${eve} mentioned 2/1`, `${lin} mentioned 2/1`].toSorted());
});

test('M4: what says here tells the members who are connected, once, by a message and by an edit', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin, eve] = [await house.registers('ada'), await house.registers('lin'), await house.registers('eve')];
  const [bob, zoe] = [await house.registers('bob'), await house.registers('zoe')];
  const room = await house.makesRoom(ada, 'garden');
  for (const account of [lin, eve, bob]) await house.does({ kind: 'join', account, room });
  await house.does({ kind: 'set-blocked', account: bob, person: ada, isBlocked: true });
  for (const account of [ada, lin, bob, zoe]) house.connected.add(account);
  const said = { ...post(ada, `<@here> <@${lin}>`), room } as Command;
  const [committed] = await house.commit(said, said);
  assert.deepEqual(
    told(committed!),
    [`${lin} mentioned 5/1`],
    'not eve, who is away; bob has blocked ada, zoe is elsewhere',
  );
  house.connected.add(eve);
  const edit = { account: ada, room, message: 5, id: 'h'.repeat(16), body: '<@here>' };
  const [edited] = await house.commit({ kind: 'edit', ...edit }, { kind: 'edit', ...edit });
  assert.deepEqual(told(edited!), [`${eve} mentioned 5/1`]);
});

test('P2: what comes again tells nobody again', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const [committed] = await house.commit(post(ada, `<@${lin}>`), post(ada, `<@${lin}>`));
  assert.deepEqual(told(committed!), [`${lin} mentioned 2/1`]);
});

let posts = 0;
const ids = new Map<string, string>();

function post(account: string, body: string, reply?: number): Command {
  const id = ids.get(account + body) ?? `post-${++posts}`.padEnd(16, '-');
  ids.set(account + body, id);
  return { kind: 'post', account, room: LOBBY_ID, id, body, reply };
}

function told({ changes }: Committed<number>): readonly string[] {
  return changes.accountEvents.map(({ account, event }) => `${account} ${event.t} ${placeOf(event)}`);
}

function placeOf(event: AccountEvent): string {
  return event.t === 'mentioned' || event.t === 'unmentioned' ? `${event.message}/${event.n}` : '';
}
