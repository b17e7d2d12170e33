import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { CLOSE_CODES } from '@skein/protocol/close-codes';
import { LIMITS } from '@skein/protocol/limits';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { connected, LOBBY } from './chat.ts';
import { House } from './house.ts';
import { readLedger } from './ledger.ts';
import { type Person, registered } from './person.ts';
import { until } from './until.ts';
import { liveWire, silentWire, type Wire } from './wire.ts';

const TOO_LARGE = 1009;
const INVALID_TEXT = 1007;
const PINGS = 10_000;

suite('hostile frames', () => {
  let house: House;
  let mallory: Person;
  let ada: Person;
  /** It is silent while the others make noise. */
  let silent: Wire;

  before(async () => {
    house = await House.open({ args: ['--workers', '2', '--verbose'] });
    [mallory, ada] = await Promise.all([registered(house.url, 'mallory'), registered(house.url, 'ada')]);
    silent = await silentWire(mallory, house.url);
  });
  after(async () => {
    silent[Symbol.dispose]();
    await house[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    // Whatever was sent: others talk, and the server has no defect to tell of.
    using chats = await connected([ada, house.operator]);
    const id = chats[0]!.says('are you there?');
    await until('an answer', () => chats[0]!.acks.has(id) && chats[1]!.bodies().includes('are you there?'));
    assert.deepEqual(house.errors(), []);
  });

  const ENDING: Readonly<
    Record<string, { readonly sends: (wire: Wire) => void; readonly with: number; readonly says?: string }>
  > = {
    'no JSON': { sends: (wire) => wire.send('hello?'), with: CLOSE_CODES.protocolError, says: 'bad_request' },
    'an empty frame': { sends: (wire) => wire.send(''), with: CLOSE_CODES.protocolError, says: 'bad_request' },
    'JSON that is no object': {
      sends: (wire) => wire.send('null'),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'a deep nest': {
      sends: (wire) => wire.send(`${'['.repeat(30_000)}${']'.repeat(30_000)}`),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'an unknown type': {
      sends: (wire) => wire.send({ t: 'shout' }),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'a type of the server’s own': {
      sends: (wire) => wire.send({ t: 'welcome' }),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'a post without a room': {
      sends: (wire) => wire.send({ t: 'post', id: clientId(1), body: 'x' }),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'a read mark that is no number': {
      sends: (wire) => wire.send(`{"t":"read","room":"lobby","n":1e400}`),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'a second hello': {
      sends: (wire) => wire.send({ t: 'hello', v: PROTOCOL_VERSION }),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    binary: {
      sends: (wire) => wire.webSocket.send(Buffer.from('{"t":"ping"}')),
      with: CLOSE_CODES.protocolError,
      says: 'bad_request',
    },
    'invalid UTF-8': {
      sends: (wire) => wire.webSocket.send(Buffer.from([0xff, 0xfe]), { binary: false }),
      with: INVALID_TEXT,
    },
    'one byte too much': { sends: (wire) => wire.send('x'.repeat(LIMITS.frameBytes + 1)), with: TOO_LARGE },
    'too many fragments': { sends: sendFragments, with: CLOSE_CODES.protocolError },
  };
  for (const [name, { sends, with: closeCode, says }] of Object.entries(ENDING)) {
    test(`C4: ${name} ends the connection`, async () => {
      using wire = await liveWire(mallory, house.url);
      sends(wire);
      assert.equal(await wire.closes(), closeCode);
      assert.deepEqual(
        wire.of('bye').map(({ code, retryInMs }) => ({ code, retryInMs })),
        says ? [{ code: says, retryInMs: undefined }] : [],
      );
    });
  }

  test('C2: the first frame is hello', async () => {
    for (const frame of [{ t: 'ping' }, { t: 'post', id: clientId(2), room: LOBBY, body: 'x' }]) {
      using wire = await silentWire(mallory, house.url);
      wire.send(frame);
      assert.equal(await wire.closes(), CLOSE_CODES.protocolError);
      assert.deepEqual(wire.frames, [{ t: 'bye', code: 'bad_request' }]);
    }
  });

  test('C2: another version of the protocol is told so', async () => {
    using wire = await silentWire(mallory, house.url);
    wire.send({ t: 'hello', v: PROTOCOL_VERSION + 1 });
    assert.equal(await wire.closes(), CLOSE_CODES.unsupportedVersion);
    assert.deepEqual(wire.frames, [{ t: 'bye', code: 'unsupported_version' }]);
  });

  test('a frame of the largest size, and of as many fragments as may be, is read', async () => {
    using wire = await liveWire(mallory, house.url);
    const ping = JSON.stringify({ t: 'ping' });
    wire.send(ping.padEnd(LIMITS.frameBytes));
    await wire.gets('pong');
    for (let index = 0; index < LIMITS.fragments - 1; index++) wire.webSocket.send(ping[index] ?? ' ', { fin: false });
    wire.webSocket.send(' ', { fin: true });
    await wire.gets('pong', 2);
  });

  const REFUSED: Readonly<Record<string, { readonly body: string; readonly code: string }>> = {
    'a body of a byte too much': { body: 'x'.repeat(LIMITS.bodyBytes + 1), code: 'body_too_long' },
    'a body too long only as UTF-8': { body: 'ж'.repeat(LIMITS.bodyBytes / 2 + 1), code: 'body_too_long' },
    'a body of white space': { body: ' \n\t\u3000', code: 'body_empty' },
    'a lone surrogate': { body: 'half \ud83d a smile', code: 'bad_request' },
    'a NUL': { body: 'nul \0', code: 'bad_request' },
  };
  for (const [name, { body, code }] of Object.entries(REFUSED)) {
    test(`C4: ${name} is refused, and the connection goes on`, async () => {
      using wire = await liveWire(mallory, house.url);
      const id = clientId(3);
      wire.send({ t: 'post', id, room: LOBBY, body });
      assert.deepEqual(await wire.gets('refused'), { t: 'refused', id, error: { code } });
      wire.send({ t: 'ping' });
      await wire.gets('pong');
      assert.equal(readLedger(house.dataFolder).messagesOf(mallory.account.id, id).length, 0);
    });
  }

  test('the longest body, and any text, comes as it was sent', async () => {
    const bodies = ['x'.repeat(LIMITS.bodyBytes), '👩‍👩‍👧 \u202e <b>&amp; \u0001\u007f \\u0000 "', '\n \uFEFFx\n'];
    using chats = await connected([ada]);
    using wire = await liveWire(mallory, house.url);
    for (const [index, body] of bodies.entries()) wire.send({ t: 'post', id: clientId(10 + index), room: LOBBY, body });
    await until('them all', () => chats[0]!.bodies().length === bodies.length);
    assert.deepEqual(chats[0]!.bodies(), bodies);
  });

  test('keys that mean something to JavaScript mean nothing here', async () => {
    using wire = await silentWire(mallory, house.url);
    const evil = '"__proto__":1,"constructor":2,"toString":3,"hasOwnProperty":4';
    const historyId = await historyIdOf(mallory);
    wire.send(
      `{"t":"hello","v":${PROTOCOL_VERSION},"historyId":"${historyId}","account":0,"rooms":{${evil}},"__proto__":{"isOperator":true}}`,
    );
    await wire.gets('live');
    wire.send(`{"t":"post","id":"${clientId(20)}","room":"__proto__","body":"x","__proto__":{"room":"${LOBBY}"}}`);
    assert.equal((await wire.gets('refused')).error.code, 'not_a_member');
    wire.send(`{"t":"read","room":"constructor","n":1}`);
    assert.equal((await wire.gets('error')).error.code, 'not_a_member');
    for (const room of ['__proto__', 'toString']) for (const t of ['view', 'typing']) wire.send({ t, room });
    wire.send({ t: 'ping' });
    await wire.gets('pong');
  });

  test('cursors of rooms that nobody has joined bring nothing', async () => {
    const room = await house.operator.rest.createRoom({ name: 'Safe', kind: 'private' });
    assert.ok(room.ok);
    using wire = await silentWire(mallory, house.url);
    const many = Array.from({ length: 4_000 }, (_, index) => [`room${index}`, 0] as const);
    const rooms = Object.fromEntries([[room.value.id, 0] as const, ...many, [LOBBY, 0]]);
    const historyId = await historyIdOf(mallory);
    wire.send({ t: 'hello', v: PROTOCOL_VERSION, historyId, account: 1e15, rooms });
    await until('the Lobby', () => wire.of('live').some(({ room: id }) => id === LOBBY));
    const named = wire.frames.flatMap((frame) =>
      'room' in frame && typeof frame.room === 'string' ? [frame.room] : [],
    );
    assert.deepEqual([...new Set(named)], [LOBBY]);
    assert.deepEqual(
      wire.of('snapshot')[0]?.rooms.map(({ id }) => id),
      [LOBBY],
    );
  });

  test('10,000 pings whose answers nobody reads cost only who sends them', async () => {
    using wire = await liveWire(mallory, house.url);
    using controls = await liveWire(mallory, house.url);
    for (const { webSocket } of [wire, controls]) webSocket.pause();
    for (let count = 0; count < PINGS; count++) {
      wire.send({ t: 'ping' });
      controls.webSocket.ping('are you there?');
    }
    await until('the pings to be heard', async () => {
      const mine = (await house.clients()).filter(({ account }) => account === mallory.account.id);
      for (const { bytesBuffered } of mine) assert.ok(bytesBuffered <= 1024 * 1024);
      return mine.some(({ messagesIn }) => messagesIn === PINGS);
    });
    for (const { webSocket } of [wire, controls]) webSocket.resume();
    await until('as many answers', () => wire.of('pong').length + wire.of('error').length === PINGS);
    assert.deepEqual([...new Set(wire.of('error').map(({ error }) => error.code))], ['too_many_requests']);
    controls.send({ t: 'ping' });
    await until('a sign of life', () => controls.of('pong').length + controls.of('error').length > 0);
  });

  test('C2: who says nothing is sent away', async () => {
    assert.equal(await silent.closes(), CLOSE_CODES.idle);
    assert.deepEqual(silent.frames, [{ t: 'bye', code: 'idle', retryInMs: 1_000 }]);
  });

  /** The history that cursors must name to count. */
  async function historyIdOf(person: Person): Promise<string> {
    using wire = await liveWire(person, house.url);
    return wire.of('welcome')[0]!.historyId;
  }
});

function sendFragments({ webSocket }: Wire): void {
  for (let index = 0; index <= LIMITS.fragments; index++) webSocket.send(' ', { fin: false });
}

function clientId(number: number): string {
  return `hostile-${String(number).padStart(12, '0')}`;
}
