import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { LOBBY_ID } from '../storage/lobby.ts';
import type { Command } from './commands.ts';
import type { Committed } from './ledger.ts';
import { LedgerHouse } from './testing/ledger-house.ts';

test('E2: an edit and a deletion are events with the next seq and the message’s n', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  const committed = await house.commit(post(ada, 'one'), post(ada, 'two'), edit(ada, 2, 'uno'), deletion(ada, 3));
  assert.deepEqual(placesOf(committed), ['2/1', '3/2', '4/1', '5/2']);
  const [, , edited, deleted] = events(committed);
  const place = { room: LOBBY_ID, at: edited!.at, by: ada, name: 'ada' };
  assert.deepEqual(edited, { t: 'edited', ...place, seq: 4, message: 2, n: 1, id: idOf('edit 2 uno'), body: 'uno' });
  assert.deepEqual(deleted, { t: 'deleted', ...place, seq: 5, message: 3, n: 2, id: idOf('delete 3') });
});

test('P2: a change that comes again, in the same batch or later, is done once and gets its first answer', async () => {
  await using house = await LedgerHouse.open();
  const ada = await house.registers('ada');
  await house.commit(post(ada, 'one'));
  const changes = [edit(ada, 2, 'uno'), edit(ada, 2, 'uno'), deletion(ada, 2), deletion(ada, 2)];
  assert.deepEqual(placesOf(await house.commit(...changes)), ['3/1', '3/1', '4/1', '4/1']);
  const before = house.content();
  const [again] = await house.commit(...changes, post(ada, 'one'));
  assert.deepEqual(placesOf([again!]), ['3/1', '3/1', '4/1', '4/1', '2/1']);
  assert.deepEqual(again!.changes.roomEvents, []);
  assert.deepEqual(house.content(), before);
});

test('P2: what comes again gets its first answer also once its author is no member any more', async () => {
  await using house = await LedgerHouse.open();
  const [ada, lin] = [await house.registers('ada'), await house.registers('lin')];
  const room = await house.makesRoom(ada, 'garden');
  await house.does({ kind: 'join', account: lin, room });
  const written = [post(lin, 'one'), edit(lin, 3, 'uno')].map((command) => ({ ...command, room }) as Command);
  assert.deepEqual(placesOf(await house.commit(...written)), ['3/1', '4/1']);
  await house.does({ kind: 'leave', account: lin, room });
  const other = [post(lin, 'two'), edit(lin, 3, 'due')].map((command) => ({ ...command, room }) as Command);
  const answers = placesOf(await house.commit(...written, ...other));
  assert.deepEqual(answers, ['3/1', '4/1', 'not_a_member', 'not_a_member']);
});

test('E3: deleting what was deleted already is answered with the first deletion’s place, and is no event', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const operator = await house.registers('operator', { tokenHash: 'setup' });
  const ada = await house.registers('ada');
  const committed = await house.commit(post(ada, 'one'), deletion(ada, 2), deletion(operator, 2));
  assert.deepEqual(placesOf(committed), ['2/1', '3/1', '3/1']);
  assert.equal(events(committed).length, 2);
});

test('E1: the operator deletes a message in a room of theirs, and the room’s owner the operator’s', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const operator = await house.registers('operator', { tokenHash: 'setup' });
  const ada = await house.registers('ada');
  const room = await house.makesRoom(ada, 'garden');
  await house.does({ kind: 'join', account: operator, room });
  const committed = await house.commit(
    { ...post(ada, 'one'), room } as Command,
    { ...post(operator, 'two'), room } as Command,
    { ...deletion(operator, 3), room } as Command,
    { ...deletion(ada, 4), room } as Command,
  );
  assert.deepEqual(placesOf(committed), ['3/1', '4/2', '5/1', '6/2']);
  assert.deepEqual(
    events(committed).flatMap((event) => (event.t === 'deleted' ? [[event.message, event.name]] : [])),
    [
      [3, 'operator'],
      [4, 'ada'],
    ],
  );
});

function post(account: string, body: string): Command {
  return { kind: 'post', account, room: LOBBY_ID, id: idOf(body), body };
}

function edit(account: string, message: number, body: string): Command {
  return { kind: 'edit', account, room: LOBBY_ID, message, id: idOf(`edit ${message} ${body}`), body };
}

function deletion(account: string, message: number): Command {
  return { kind: 'delete', account, room: LOBBY_ID, message, id: idOf(`delete ${message}`) };
}

function idOf(text: string): string {
  return text.replaceAll(' ', '-').padEnd(16, '-');
}

/** `seq/n`, or the code, of each answer. */
function placesOf(committed: readonly Committed<number>[]): readonly string[] {
  return committed
    .flatMap(({ replies }) => replies)
    .map(({ answer }) => {
      if (!answer.ok) return answer.error.code;
      const { seq, n } = answer.value as { seq: number; n: number };
      return `${seq}/${n}`;
    });
}

function events(committed: readonly Committed<number>[]): readonly RoomEvent[] {
  return committed.flatMap(({ changes }) => changes.roomEvents);
}
