import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import { LOBBY_ID } from '../storage/lobby.ts';
import { Changes } from './changes.ts';
import type { Command } from './commands.ts';
import type { Reply } from './ledger.ts';
import { LedgerHouse, registration } from './testing/ledger-house.ts';

const NOBODY = 'nobody';
const NOWHERE = 'nowhere';
/** A client id that nothing was stored under. */
const FRESH = 'ZZZZZZZZZZZZZZZZ';

test('every refusal says why, and leaves the store as it was', async () => {
  await using house = await LedgerHouse.open();
  for (const [what, command, code] of await refusals(house)) {
    const before = house.content();
    const [committed] = await house.commit(command);
    assert.equal(codeOf(committed!.replies[0]!), code, what);
    assert.deepEqual(committed!.changes, new Changes(), what);
    assert.deepEqual(house.content(), before, what);
  }
});

test('who may register is judged in the transaction, after what went before', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const operator = await house.registers('operator', { tokenHash: 'setup' });
  const close = { kind: 'set-registration', by: operator, registration: { policy: 'closed' } } as const;
  const [committed] = await house.commit(registration('ada'), close, registration('lin'));
  assert.deepEqual(committed!.replies.map(codeOf), ['ok', 'ok', 'registration_closed']);
  const code = { kind: 'set-registration', by: operator, registration: { policy: 'code', code: 'sesame' } } as const;
  await house.does(code);
  const wrong = await house.does({ ...registration('lin'), code: 'simsim' });
  assert.equal(wrong.ok ? 'ok' : wrong.error.code, 'registration_code_wrong');
  const right = await house.does({ ...registration('lin'), code: 'sesame' });
  assert.ok(right.ok);
});

test('of two who use the link of the first run at once one becomes the operator', async () => {
  await using house = await LedgerHouse.open();
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const [committed] = await house.commit(
    registration('ada', { tokenHash: 'setup' }),
    registration('lin', { tokenHash: 'setup' }),
  );
  assert.deepEqual(committed!.replies.map(codeOf), ['ok', 'link_invalid']);
});

async function refusals(house: LedgerHouse): Promise<readonly (readonly [string, Command, ErrorCode])[]> {
  await house.does({ kind: 'keep-setup-token', tokenHash: 'setup' });
  const operator = await house.registers('operator', { tokenHash: 'setup' });
  const [ada, lin, eve, collector] = [
    await house.registers('ada'),
    await house.registers('lin'),
    await house.registers('eve'),
    await house.registers('collector'),
  ];
  const garden = await house.makesRoom(ada, 'garden');
  const cellar = await house.makesRoom(ada, 'cellar', 'private');
  for (const account of [lin, operator]) await house.does({ kind: 'join', account, room: garden });
  for (let count = 0; count < LIMITS.roomsPerAccount; count++) await house.makesRoom(collector, `room ${count}`);
  const post = { kind: 'post', account: ada, room: garden, id: 'AAAAAAAAAAAAAAAA', body: 'first' } as const;
  await house.does(post);
  const edit = { ...post, kind: 'edit', message: 4, id: 'BBBBBBBBBBBBBBBB', body: 'second' } as const;
  const deletion = { kind: 'delete', account: ada, room: garden, message: 5, id: 'CCCCCCCCCCCCCCCC' } as const;
  await house.does({ ...post, id: 'DDDDDDDDDDDDDDDD' });
  await house.does({ ...post, id: 'EEEEEEEEEEEEEEEE' });
  await house.does(edit);
  await house.does(deletion);
  for (let count = 0; count < LIMITS.editsPerMessage; count++) {
    await house.does({ ...edit, message: 6, id: `edit ${count}`.padEnd(16, '-') });
  }
  await house.does({ kind: 'make-reset-link', by: operator, loginKey: 'ada', tokenHash: 'late', expiresAt: 10 });
  const session = { id: 'new', account: NOBODY, createdAt: 1, expiresAt: 2, address: '', agent: '' };
  const room = { kind: 'create-room', by: ada, name: 'garden', nameKey: 'garden', roomKind: 'public' } as const;

  return [
    ['a post of an account that is not there', { ...post, account: NOBODY }, 'not_a_member'],
    ['a post to a room that is not there', { ...post, room: NOWHERE }, 'not_a_member'],
    ['a post of who is not a member', { ...post, account: eve }, 'not_a_member'],
    ['another body under the same id', { ...post, body: 'second' }, 'client_id_reused'],
    ['the same body in another room', { ...post, room: LOBBY_ID }, 'client_id_reused'],
    ['an edit of an account that is not there', { ...edit, account: NOBODY }, 'not_a_member'],
    ['an edit in a room that is not there', { ...edit, room: NOWHERE }, 'not_a_member'],
    ['an edit of who is not a member', { ...edit, account: eve }, 'not_a_member'],
    ['an edit of another’s message', { ...edit, account: lin }, 'forbidden'],
    ['an operator’s edit of another’s message', { ...edit, account: operator }, 'forbidden'],
    ['an edit of what is no message', { ...edit, id: FRESH, message: 1 }, 'not_found'],
    ['an edit of a message that is not there', { ...edit, id: FRESH, message: 999 }, 'not_found'],
    ['an edit of a deleted message', { ...edit, id: FRESH, message: 5 }, 'message_deleted'],
    ['another body under an edit’s id', { ...edit, body: 'third' }, 'client_id_reused'],
    ['an edit of another message under the same id', { ...edit, message: 6 }, 'client_id_reused'],
    ['a deletion under an edit’s id', { ...deletion, id: edit.id, message: 4 }, 'client_id_reused'],
    ['an edit too many', { ...edit, id: FRESH, message: 6 }, 'too_many_edits'],
    ['a deletion of who is not a member', { ...deletion, account: eve, message: 4 }, 'not_a_member'],
    ['a member deleting another’s message', { ...deletion, account: lin, message: 4 }, 'forbidden'],
    ['a deletion of what is no message', { ...deletion, id: FRESH, message: 1 }, 'not_found'],
    ['a read mark of who is not a member', { kind: 'read', account: eve, room: garden, n: 1 }, 'not_a_member'],

    ['a login that is taken', registration('ada'), 'name_taken'],
    ['a login that looks like another', registration('adа', undefined, 'ada'), 'name_taken'],
    ['a link of the first run that was used', registration('mallory', { tokenHash: 'setup' }), 'link_invalid'],
    ['a session for nobody', { kind: 'open-session', session, rehashed: undefined }, 'wrong_credentials'],
    ['renewing a session that has ended', { kind: 'renew-session', session: 'gone', expiresAt: 9 }, 'not_logged_in'],
    ['a reset link made by a member', resetLink(ada, 'lin'), 'forbidden'],
    ['a reset link for nobody', resetLink(operator, NOBODY), 'not_found'],
    ['a reset link that is not known', { kind: 'reset-password', tokenHash: 'x', passwordHash: 'y' }, 'link_invalid'],
    ['a reset link that is too old', { kind: 'reset-password', tokenHash: 'late', passwordHash: 'y' }, 'link_invalid'],
    [
      'registration set by a member',
      { kind: 'set-registration', by: ada, registration: { policy: 'open' } },
      'forbidden',
    ],

    ['a room of nobody', { ...room, by: NOBODY, nameKey: 'other' }, 'forbidden'],
    ['a room of a name that is taken', room, 'name_taken'],
    ['a room too many', { ...room, by: collector, nameKey: 'other' }, 'too_many_rooms'],
    ['joining a room that is not there', { kind: 'join', account: eve, room: NOWHERE }, 'not_found'],
    ['joining a private room', { kind: 'join', account: eve, room: cellar }, 'not_found'],
    ['joining twice', { kind: 'join', account: lin, room: garden }, 'already_a_member'],
    ['joining a room too many', { kind: 'join', account: collector, room: garden }, 'too_many_rooms'],
    ['inviting to a room that is not there', invitation(ada, NOWHERE, 'eve'), 'not_found'],
    ['inviting to a private room of others', invitation(eve, cellar, 'lin'), 'not_found'],
    ['inviting to a public room of others', invitation(eve, garden, 'eve'), 'forbidden'],
    ['inviting to the Lobby', invitation(ada, LOBBY_ID, 'eve'), 'forbidden'],
    ['inviting nobody', invitation(ada, garden, NOBODY), 'not_found'],
    ['inviting a member', invitation(ada, garden, 'lin'), 'already_a_member'],
    ['inviting who is in too many rooms', invitation(ada, garden, 'collector'), 'too_many_rooms'],
    ['leaving a room of others', { kind: 'leave', account: eve, room: garden }, 'not_a_member'],
    ['leaving the Lobby', { kind: 'leave', account: ada, room: LOBBY_ID }, 'cannot_leave'],
    ['removing from a private room of others', removal(eve, cellar, ada), 'not_found'],
    ['a member removing another', removal(lin, garden, ada), 'forbidden'],
    ['removing who is not a member', removal(ada, garden, eve), 'not_found'],
    ['removing from the Lobby', removal(operator, LOBBY_ID, eve), 'forbidden'],
    ['the operator removing a room’s owner', removal(operator, garden, ada), 'forbidden'],
  ];
}

function codeOf({ answer }: Reply<number>): string {
  return answer.ok ? 'ok' : answer.error.code;
}

function resetLink(by: string, loginKey: string): Command {
  return { kind: 'make-reset-link', by, loginKey, tokenHash: 'token', expiresAt: 9_999 };
}

function invitation(by: string, room: string, loginKey: string): Command {
  return { kind: 'invite', by, room, loginKey };
}

function removal(by: string, room: string, account: string): Command {
  return { kind: 'remove', by, room, account };
}
