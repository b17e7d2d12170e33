import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { type Chat, type Company, connected, LOBBY } from './chat.ts';
import { assertWholeStory } from './conversation.ts';
import { House } from './house.ts';
import { readLedger } from './ledger.ts';
import { type Person, registered, registeredPeople } from './person.ts';
import { until } from './until.ts';
import { liveWire, silentWire, type Wire } from './wire.ts';

const BUFFERED_AT_MOST = 1024 * 1024;
const LONG = 'long '.repeat(3_000);
const SIP_EVERY_MS = 100;
const ROUNDS = 20;

suite('a client that does not keep up', () => {
  let house: House;
  let others: Company;
  let slow: Person;

  before(async () => {
    house = await House.open({ args: ['--workers', '2'] });
    others = await connected(await registeredPeople(house.url, 4));
    slow = await registered(house.url, 'slow');
  });
  after(async () => {
    others[Symbol.dispose]();
    await house[Symbol.asyncDispose]();
  });

  test('costs no more than its limit, is cut, and resumes without loss', async (t) => {
    using wire = await liveWire(slow, house.url);
    const { historyId } = wire.of('welcome')[0]!;
    const { seq: account, rooms } = wire.of('snapshot')[0]!;
    const start = rooms.find(({ id }) => id === LOBBY)!.seq;
    wire.webSocket.pause();

    const most = await floodUntilCut();
    t.diagnostic(`at most ${most} bytes were buffered`);
    assert.ok(most > BUFFERED_AT_MOST / 2 && most <= BUFFERED_AT_MOST);
    await assertWholeStory(house, others);
    assert.ok(others.every(({ reconnects }) => reconnects === 0));

    wire.webSocket.resume();
    await wire.closes();
    const seen = seqsOf(wire);
    using again = await silentWire(slow, house.url);
    const cursor = start + seen.length;
    again.send({ t: 'hello', v: PROTOCOL_VERSION, historyId, account, rooms: { [LOBBY]: cursor } });
    const end = readLedger(house.dataFolder).rooms.get(LOBBY)!.length;
    await until('the rest', () => seqsOf(again).at(-1) === end || again.of('reset').length > 0);
    assert.deepEqual(again.of('reset'), [], 'it was not away for so long');
    assert.deepEqual([...seen, ...seqsOf(again)], range(start + 1, end));
  });

  test('and reads slowly but steadily is neither cut nor misses anything', async () => {
    using wire = await liveWire(slow, house.url);
    const start = wire.of('snapshot')[0]!.rooms.find(({ id }) => id === LOBBY)!.seq;
    wire.webSocket.pause();
    await floodUntilFull();
    const stopSipping = sip(wire);
    for (let round = 0; round < ROUNDS; round++) await everybodySays(LONG);
    const end = readLedger(house.dataFolder).rooms.get(LOBBY)!.length;
    await until('everything to arrive', () => wire.closeCode !== undefined || seqsOf(wire).at(-1) === end);
    stopSipping();
    assert.equal(wire.closeCode, undefined);
    assert.deepEqual(seqsOf(wire), range(start + 1, end));
    const timesLive = wire.of('live').filter(({ room }) => room === LOBBY).length;
    assert.ok(timesLive > 1, 'it never fell behind, and so shows nothing');
  });

  /** Everybody talks until nothing more fits, then one of them goes on. @returns the most bytes ever buffered for the slow one */
  async function floodUntilCut(): Promise<number> {
    let most = await floodUntilFull();
    await until('the slow client to be cut', async () => {
      others[0]!.says('the others go on');
      const buffered = await bufferedFor(slow);
      most = Math.max(most, buffered ?? 0);
      return buffered === undefined;
    });
    await until('everybody to have heard it', () => others.every(hasHeardAll));
    return most;
  }

  /** @returns the bytes that are buffered for the slow one when no more are */
  async function floodUntilFull(): Promise<number> {
    let before = 0;
    return until('the slow client to be behind', async () => {
      await everybodySays(LONG);
      const buffered = (await bufferedFor(slow)) ?? 0;
      const isFull = buffered > 0 && buffered === before;
      before = buffered;
      return isFull && buffered;
    });
  }

  async function everybodySays(body: string): Promise<void> {
    for (const chat of others) chat.says(body);
    await until('everybody to have heard it', () => others.every(hasHeardAll));
  }

  function hasHeardAll(chat: Chat): boolean {
    return chat.isAnswered && others.every((other) => other.events().length === chat.events().length);
  }

  async function bufferedFor({ account }: Person): Promise<number | undefined> {
    return (await house.clients()).find((client) => client.account === account.id)?.bytesBuffered;
  }
});

/** Reads a little, a moment later a little more, and so on. @returns a function that ends it */
function sip({ webSocket }: Wire): () => void {
  const pause = (): void => webSocket.pause();
  webSocket.on('message', pause);
  const timer = setInterval(() => webSocket.resume(), SIP_EVERY_MS);
  return () => {
    clearInterval(timer);
    webSocket.off('message', pause).resume();
  };
}

function seqsOf(wire: Wire): readonly number[] {
  return wire.of('message').flatMap(({ room, seq }) => (room === LOBBY ? [seq] : []));
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
