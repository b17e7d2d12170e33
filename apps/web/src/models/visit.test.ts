import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '@skein/client/rest-client';
import type { ServerView, SessionView } from '@skein/protocol/rest';
import { Visit } from './visit.ts';

const server: ServerView = { version: '1', protocol: 1, registration: 'open', unclaimed: false };
const account = { id: 'a', kind: 'person', role: 'member', login: 'ada', name: 'Ada' } as const;
const session: SessionView = { account, expiresAt: 1 };
const ok = async <T>(value: T): Promise<Result<T>> => ({ ok: true, value });
const refused = async (status: number): Promise<Result<never>> => ({
  ok: false,
  status,
  error: { code: status === 401 ? 'not_logged_in' : 'busy' },
});

function visit(changes: Partial<ConstructorParameters<typeof Visit>[0]> = {}): Visit {
  const rest = {
    server: () => ok(server),
    session: () => refused(401),
    register: () => ok(session),
    logIn: () => ok(session),
    logOut: () => ok(undefined),
    resetPassword: () => ok(undefined),
  };
  return new Visit({ ...rest, ...changes }, 1);
}

test('with a session one is inside at once, without one at the entrance', async () => {
  const known = visit({ session: () => ok(session) });
  await known.begin();
  assert.equal(known.place.value.at, 'inside');
  const unknown = visit();
  await unknown.begin();
  assert.equal(unknown.place.value.at, 'entrance');
});

test('a server that is away or busy is not an entrance', async () => {
  for (const answer of [async () => ({ ok: false, error: 'offline' }) as const, () => refused(503)]) {
    const away = visit({ session: answer });
    await away.begin();
    assert.equal(away.place.value.at, 'unreachable');
  }
});

test('a server of another protocol asks for a reload', async () => {
  const old = visit({ server: () => ok({ ...server, protocol: 2 }) });
  await old.begin();
  assert.equal(old.place.value.at, 'outdated');
});

test('a new password leads to the entrance, which says so', async () => {
  const forgetful = visit();
  await forgetful.followLink({ at: 'reset', token: 't' });
  assert.equal(await forgetful.resetPassword('t', 'long enough'), undefined);
  const place = forgetful.place.value;
  assert.equal(place.at === 'entrance' && place.reason, 'password-set');
});

test('the link of the first run leads to its form only while there is no operator', async () => {
  const link = { at: 'setup', token: 't' } as const;
  const first = visit({ server: () => ok({ ...server, unclaimed: true }) });
  await first.followLink(link);
  assert.deepEqual(first.place.value, link);
  const late = visit();
  await late.followLink(link);
  assert.equal(late.place.value.at, 'entrance');
  const known = visit({ session: () => ok(session) });
  await known.followLink(link);
  assert.equal(known.place.value.at, 'inside');
});

test('logging out of a session that is gone is logging out', async () => {
  const gone = visit({ logOut: () => refused(401) });
  assert.equal(await gone.logOut(async () => {}), undefined);
  assert.equal(gone.place.value.at, 'entrance');
});

test('nobody can log in before what the one who logs out has written is forgotten', async () => {
  const here = visit();
  await here.logIn({ name: 'ada', password: 'x' });
  const { promise: forgotten, resolve } = Promise.withResolvers<void>();
  const isOut = here.logOut(() => {
    here.connectionEnded('session-ended');
    return forgotten;
  });
  await new Promise(setImmediate);
  assert.equal(here.place.value.at, 'inside');
  resolve();
  await isOut;
  assert.deepEqual(here.place.value, { at: 'entrance', server, reason: 'logged-out' });
});

test('logging out that did not happen says why', async () => {
  const cut = visit({ logOut: async () => ({ ok: false, error: 'offline' }) });
  await cut.logIn({ name: 'ada', password: 'x' });
  assert.equal(await cut.logOut(() => assert.fail('what was written is still wanted')), 'offline');
  assert.equal(cut.place.value.at, 'inside');
});

test('the end of a connection leads where its reason says', async () => {
  const ended = visit();
  ended.connectionEnded('ended-by-operator');
  assert.equal(ended.place.value.at, 'ended');
  ended.connectionEnded('outdated');
  assert.equal(ended.place.value.at, 'outdated');
});

test('an answer that comes after somebody went on leads nowhere', async () => {
  const { promise, resolve } = Promise.withResolvers<Result<SessionView>>();
  const slow = visit({ session: () => promise });
  const beginning = slow.begin();
  await slow.followLink({ at: 'reset', token: 't' });
  resolve(await refused(401));
  await beginning;
  assert.equal(slow.place.value.at, 'reset');
  assert.equal(await slow.logIn({ name: 'ada', password: 'long enough' }), undefined);
  assert.equal(slow.place.value.at, 'inside');
});

test('whoever was inside last is inside at once, also where nobody answers', async () => {
  const answer = Promise.withResolvers<Result<SessionView>>();
  const known = visit({ session: () => answer.promise });
  const begun = known.begin(account);
  assert.equal(known.place.value.at, 'inside');
  answer.resolve({ ok: false, error: 'offline' });
  await begun;
  assert.equal(known.place.value.at, 'inside');
});

test('whoever was inside last and has no session any more is led out', async () => {
  const known = visit();
  await known.begin(account);
  assert.deepEqual(known.place.value, { at: 'entrance', server, reason: 'session-ended' });
});

test('the session of somebody else counts, not who was inside last', async () => {
  const lin = { ...account, id: 'l', login: 'lin', name: 'Lin' };
  const known = visit({ session: () => ok({ account: lin, expiresAt: 1 }) });
  await known.begin(account);
  assert.deepEqual(known.place.value, { at: 'inside', account: lin });
});
