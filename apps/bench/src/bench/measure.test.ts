import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerAccounts, Seats } from './community.ts';
import { hasCompiler } from './compile.ts';
import type { Figures, GeneratorKind } from './generator.ts';
import type { Load } from './loads.ts';
import { measure } from './measure.ts';
import { availablePeers } from './peers.ts';
import { Skein } from './skein.ts';
import type { System } from './system.ts';

const TIMING = { warmUpMs: 50, measureMs: 300 };
const SMALL: Load = {
  key: 'test',
  title: '2 × 10, four in flight',
  shape: { rooms: 2, membersPerRoom: 10 },
  pace: { kind: 'window', messages: 4 },
};

test('in a short round with 20 clients every delivery arrives, once and at the right client, and every post is answered', async () => {
  await using community = await registerAccounts(4, () => {});
  await using seats = new Seats(community);
  const skein = new Skein(seats);
  const kinds: readonly GeneratorKind[] = (await hasCompiler()) ? ['c', 'node'] : ['node'];
  for (const kind of kinds) {
    const figures = await everythingArrives(skein, SMALL, kind);
    assert.ok(figures.acknowledged >= figures.arrived);
    assert.equal(figures.refused, 0);
  }
});

const INCLUDED = ['ws', 'ws-cluster', 'socket.io'];

test('the peers that come with this package deliver everything as well', async () => {
  const peers = await availablePeers();
  for (const key of INCLUDED) {
    const peer = peers.find((one) => one.key === key);
    assert.ok(peer, key);
    await everythingArrives(peer, SMALL);
  }
});

test('so does every other peer that this machine has', async () => {
  for (const peer of await availablePeers()) if (!INCLUDED.includes(peer.key)) await everythingArrives(peer, SMALL);
});

test('the generator for machines without a compiler sees the same', async () => {
  const peers = (await availablePeers()).filter(({ key }) => key === 'ws' || key === 'socket.io');
  for (const peer of peers) await everythingArrives(peer, SMALL, 'node');
});

test('posts on a schedule arrive too', async () => {
  const peer = (await availablePeers()).find(({ key }) => key === 'ws');
  assert.ok(peer);
  const load: Load = { ...SMALL, pace: { kind: 'rate', perSecond: 100 } };
  await everythingArrives(peer, load);
  await everythingArrives(peer, load, 'node');
});

async function everythingArrives(system: System, load: Load, kind?: GeneratorKind): Promise<Figures> {
  const figures = await measure(system, load, TIMING, kind);
  assert.ok(figures.arrived > 0);
  assert.deepEqual([figures.missing, figures.strays, figures.wrong, figures.late], [0, 0, 0, 0]);
  return figures;
}

test('clients that hear nothing ping, and each is answered', async () => {
  await using community = await registerAccounts(2, () => {});
  await using seats = new Seats(community);
  const skein = new Skein(seats);
  const load: Load = { ...SMALL, pace: { kind: 'pings', afterSilenceMs: 100 } };
  const kinds: readonly GeneratorKind[] = (await hasCompiler()) ? ['c', 'node'] : ['node'];
  for (const kind of kinds) {
    const { pongs, missing, messages } = await measure(skein, load, TIMING, kind);
    assert.ok(pongs > 0);
    assert.deepEqual([missing, messages], [0, 0]);
  }
});
