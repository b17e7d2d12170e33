import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { SeededRandom } from '@skein/shared-memory/testing/seeded-random';
import { LOBBY_ID } from '../lobby.ts';
import type { MessageChange, ReadStore, Transaction } from '../store.ts';
import { join, leave, makeRoom, post, readTo, register, wholeRoom } from './deeds.ts';
import { Follower } from './follower.ts';
import * as plain from './plain-model.ts';
import type { Scenario } from './store-under-test.ts';

const TRANSACTIONS = 120;

export function randomContract(scenario: Scenario): void {
  scenario('any mixture of operations, rollbacks and restarts is as the plain model has it', async (store, context) => {
    const seed = Number(process.env['SKEIN_SEED'] ?? randomInt(2 ** 31));
    context.diagnostic(`SKEIN_SEED=${seed}`);
    const numbers = new SeededRandom(seed);
    const random = (below: number): number => numbers.below(below);
    const [created] = await wholeRoom(store.reads, LOBBY_ID);
    let state = plain.plainBeginning(created!);
    const followers: Follower[] = [];
    const undo = new Error('undo');

    for (let count = 0; count < TRANSACTIONS; count++) {
      const next = structuredClone(state);
      const isUndone = random(6) === 0;
      const transacted = store.ledger.transact(async (transaction) => {
        for (let steps = random(12); steps >= 0; steps--) await step(transaction, next, random);
        if (isUndone) throw undo;
      });
      if (isUndone) await assert.rejects(transacted, undo);
      else await transacted;
      if (!isUndone) state = next;
      if (random(20) === 0) await store.reopen();
      for (const account of [...state.accounts.keys()].slice(followers.length)) followers.push(new Follower(account));
      const follower = followers[random(Math.max(1, followers.length))];
      await follower?.follow(store.reads, 1 + random(7));
      follower?.assertSameAs(state);
    }
    await assertSame(store.reads, state, 1 + random(20));
    for (const follower of followers) {
      await follower.follow(store.reads, 1 + random(200));
      follower.assertSameAs(state);
    }
  });
}

/** Does one thing to the store and to the model, and compares what they answer. */
async function step(
  transaction: Transaction,
  state: plain.PlainState,
  random: (below: number) => number,
): Promise<void> {
  const accounts = [...state.accounts.keys()];
  const account = accounts[random(Math.max(1, accounts.length))];
  const room = [...state.rooms.values()][random(state.rooms.size)]!;
  if (account === undefined || random(30) === 0) {
    const name = `p${accounts.length}`;
    await register(transaction, name);
    return plain.plainRegister(state, name);
  }
  if (random(25) === 0) {
    const id = `r${state.rooms.size}`;
    await makeRoom(transaction, id, account);
    return plain.plainMakeRoom(state, id, account);
  }
  const isMember = room.members.has(account);
  assert.equal(await transaction.roleIn(room.id, account), room.members.get(account)?.role);
  if (!isMember) {
    await join(transaction, room.id, account);
    return plain.plainJoin(state, room.id, account);
  }
  if (room.id !== LOBBY_ID && random(8) === 0) {
    await leave(transaction, room.id, account);
    return plain.plainLeave(state, room.id, account);
  }
  if (random(5) === 0) {
    const n = random(room.n + 2);
    return assert.equal(await readTo(transaction, account, room.id, n), plain.plainRead(state, account, room.id, n));
  }
  const messages = room.events.filter((event) => event.t === 'message');
  if (messages.length > 0 && random(4) === 0) {
    return change(transaction, state, random, {
      room: room.id,
      by: account,
      seq: messages[random(messages.length)]!.seq,
    });
  }
  // Few ids and bodies, so that posts are repeated and ids used again.
  const [id, body, now] = [`id${random(60)}`, `body${random(2)}`, random(10_000)];
  const stored = await post(transaction, room.id, account, body, { id, now });
  assert.deepEqual(stored, plain.plainPost(state, room.id, account, body, id, now));
}

/** Edits or deletes, where that is new and the message still there. Who may is the ledger's to judge. */
async function change(
  transaction: Transaction,
  state: plain.PlainState,
  random: (below: number) => number,
  { room, by, seq }: { room: string; by: string; seq: number },
): Promise<void> {
  const named = { room, message: seq, by, id: `id${random(60)}` };
  const asked: MessageChange =
    random(4) === 0 ? { kind: 'deleted', ...named } : { kind: 'edited', ...named, body: `body${random(3)}` };
  const facts = await transaction.message(room, seq);
  assert.deepEqual(facts, plain.plainFacts(state, room, seq));
  const earlier = await transaction.earlierChange(asked);
  assert.deepEqual(earlier, plain.plainEarlierChange(state, asked));
  if (earlier.kind !== 'none' || facts?.deletion) return;
  const now = random(10_000);
  assert.deepEqual(await transaction.appendChange({ ...asked, now }), plain.plainChange(state, asked, now));
}

async function assertSame(reads: ReadStore, state: plain.PlainState, limit: number): Promise<void> {
  for (const { id, events, members, n, at } of state.rooms.values()) {
    assert.deepEqual(await wholeRoom(reads, id, limit), events);
    const row = await reads.room(id);
    assert.deepEqual([row?.seq, row?.n, row?.at, row?.members], [events.length, n, at, members.size]);
    for (const account of state.accounts.keys()) {
      const view = await reads.roomView(id, account);
      const member = members.get(account);
      assert.deepEqual(view && { role: view.role, read: view.read }, member);
    }
  }
  for (const [account, events] of state.accounts) assert.equal(await reads.accountSeq(account), events.length);
}
