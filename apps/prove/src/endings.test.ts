import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Result } from '@skein/client/rest-client';
import { CLOSE_CODES } from '@skein/protocol/close-codes';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { Chat, connected, LOBBY } from './chat.ts';
import { House } from './house.ts';
import { MODE } from './mode.ts';
import { granted, loggedInAgain, nodeClientOf, type Person, registered } from './person.ts';
import { until } from './until.ts';
import { liveWire, silentWire, type Wire } from './wire.ts';

const WORKERS = 4;
const SOCKETS = MODE.clients({ many: 8, few: 4 });

suite('nothing comes after the end', () => {
  let house: House;
  let ada: Person;
  let lin: Person;

  before(async () => {
    house = await House.open({ args: ['--workers', String(WORKERS)] });
    [ada, lin] = await Promise.all([registered(house.url, 'ada'), registered(house.url, 'lin')]);
  });
  after(() => house[Symbol.asyncDispose]());

  test('logging out ends the sockets of that session on every worker, and no others', async () => {
    const [leaving, staying] = await Promise.all([loggedInAgain(ada, house.url), loggedInAgain(ada, house.url)]);
    await using left = await wiresOnEveryWorker(leaving);
    await using stayed = await wiresOnEveryWorker(staying);
    granted(await leaving.rest.logOut());
    for (const wire of left.wires) {
      assert.equal(await wire.closes(), CLOSE_CODES.sessionEnded);
      assert.deepEqual(wire.of('bye'), [{ t: 'bye', code: 'session_ended' }]);
    }
    for (const [index, wire] of stayed.wires.entries()) {
      wire.send({ t: 'ping' });
      await wire.gets('pong');
      assert.equal(wire.closeCode, undefined, `socket ${index} of the other session`);
    }
    assert.equal((await leaving.rest.session()).ok, false);
    assert.equal((await staying.rest.session()).ok, true);
  });

  test('a client whose session is ended does not come back by itself', async () => {
    const leaving = await loggedInAgain(ada, house.url);
    using chats = await connected([leaving]);
    granted(await leaving.rest.logOut());
    await until('the end', () => chats[0]!.client.status.state === 'ended');
    assert.deepEqual(chats[0]!.client.status, { state: 'ended', reason: 'session-ended' });
    assert.equal(chats[0]!.reconnects, 0);
  });

  test('a reset password ends every session of the account, and of nobody else', async () => {
    const grace = await registered(house.url, 'grace');
    const elsewhere = await loggedInAgain(grace, house.url);
    const wires = [
      await liveWire(grace, house.url),
      await liveWire(grace, house.url),
      await liveWire(elsewhere, house.url),
    ];
    using other = await liveWire(lin, house.url);
    const { url } = granted(await house.operator.rest.makeResetLink('grace'));
    const token = url.split('#reset=')[1]!;
    const stranger = nodeClientOf(house.url);
    granted(await stranger.rest.resetPassword(token, 'quite another password'));
    for (const wire of wires) assert.equal(await wire.closes(), CLOSE_CODES.sessionEnded);
    for (const { rest } of [grace, elsewhere]) assert.equal((await rest.session()).ok, false);
    other.send({ t: 'ping' });
    await other.gets('pong');

    const again = await stranger.rest.resetPassword(token, 'and once more');
    assert.equal(!again.ok && again.error !== 'offline' && again.error.code, 'link_invalid');
    assert.equal((await stranger.rest.logIn({ name: 'grace', password: grace.password })).ok, false);
    granted(await stranger.rest.logIn({ name: 'grace', password: 'quite another password' }));
  });

  test('the operator ends one client and leaves its siblings', async () => {
    await using siblings = await wiresOnEveryWorker(ada);
    const list = await house.clients();
    const [victim] = list.filter(({ account }) => account === ada.account.id);
    assert.equal(await house.endClient(victim!.id), 204);
    const ended = await until('one to be ended', () => siblings.wires.find(({ closeCode }) => closeCode !== undefined));
    assert.equal(ended.closeCode, CLOSE_CODES.endedByOperator);
    assert.deepEqual(ended.of('bye'), [{ t: 'bye', code: 'ended_by_operator' }]);
    for (const wire of siblings.wires) if (wire !== ended) wire.send({ t: 'ping' });
    for (const wire of siblings.wires) if (wire !== ended) await wire.gets('pong');
    assert.equal(await house.endClient(victim!.id), 404);
    const stranger = await fetch(`${house.url}/api/operator/clients/${victim!.id}`, { method: 'DELETE' });
    assert.equal(stranger.status, 401);
    assert.equal((await ada.node.fetch(`${house.url}/api/operator/clients`)).status, 403);
  });

  const hearsNothing = 'hears nothing more of it, on any worker, live or resuming';
  test(`who is removed from a room ${hearsNothing}`, () =>
    comesToAnEnd('Attic', (room, account) => lin.rest.removeMember(room, account)));
  test(`G5: who is kept out of a room ${hearsNothing}`, () =>
    comesToAnEnd('Loft', (room, account) => lin.rest.ban(room, account)));

  async function comesToAnEnd(name: string, end: (room: string, account: string) => Promise<Result<void>>) {
    const room = granted(await lin.rest.createRoom({ name, kind: 'private' })).id;
    granted(await lin.rest.invite(room, 'ada'));
    await using removed = await wiresOnEveryWorker(ada);
    using owner = new Chat(lin);
    await until('the owner', () => owner.isLive);
    owner.says('before', room);
    for (const wire of removed.wires) await until('before', () => heard(wire, room).includes('before'));
    const { historyId } = removed.wires[0]!.of('welcome')[0]!;
    const { seq } = removed.wires[0]!.of('snapshot')[0]!;

    // Resumes go on all the while: each asks for the whole room from its beginning.
    let isOver = false;
    const resuming: Wire[] = [];
    const resume = async (): Promise<void> => {
      while (!isOver) {
        const wire = await silentWire(ada, house.url);
        wire.send({ t: 'hello', v: PROTOCOL_VERSION, historyId, account: seq, rooms: { [room]: 0, [LOBBY]: 0 } });
        resuming.push(wire);
        await until('a wire to be live', () => wire.of('live').length > 0);
      }
    };
    const resumers = [resume(), resume()];
    await until('some resumes', () => resuming.length > 6);
    granted(await end(room, ada.account.id));
    const ids = Array.from({ length: 20 }, (_, index) => owner.says(`after ${index}`, room));
    await until('all of it', () => ids.every((id) => owner.acks.has(id)));
    const soFar = resuming.length;
    await until('some more resumes', () => resuming.length > soFar + 4);
    isOver = true;
    await Promise.all(resumers);

    // What the server had to say before a later answer has come by now.
    for (const wire of [...removed.wires, ...resuming]) wire.send({ t: 'ping' });
    for (const wire of [...removed.wires, ...resuming]) {
      await wire.gets('pong');
      assert.ok(!heard(wire, room).some((body) => body.startsWith('after')), 'a message after the removal');
      wire[Symbol.dispose]();
    }
    for (const wire of removed.wires) assert.equal(wire.of('exited').length, 1);
    assert.equal((await ada.rest.history(room)).ok, false);
  }

  function heard(wire: Wire, room: string): readonly string[] {
    return wire.of('message').flatMap((message) => (message.room === room ? [message.body] : []));
  }

  /** Sockets of one session, more and more of them until every worker has one. */
  async function wiresOnEveryWorker(person: Person): Promise<AsyncDisposable & { readonly wires: readonly Wire[] }> {
    const known = new Set((await house.clients()).map(({ id }) => id));
    const wires: Wire[] = [];
    const workers = async (): Promise<number> =>
      new Set((await house.clients()).flatMap(({ id, worker }) => (known.has(id) ? [] : [worker]))).size;
    while (wires.length < SOCKETS || (await workers()) < MODE.spreadOver(WORKERS))
      wires.push(await liveWire(person, house.url));
    return {
      wires,
      [Symbol.asyncDispose]: async () => {
        for (const wire of wires) wire[Symbol.dispose]();
        await until('them to be gone', async () => (await house.clients()).every(({ id }) => known.has(id)));
      },
    };
  }
});
