import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Siege } from './siege.ts';
import { STRIKES } from './strikes.ts';

const STRIKES_EACH = 2;

test('whatever ends, everybody sees the same, once and in order, as `pnpm prove:crashes` shows at length', async (t) => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 32));
  t.diagnostic(`SEED=${seed}`);
  await using siege = await Siege.begin({
    workers: 2,
    clients: 24,
    rate: 150,
    strikes: STRIKES_EACH * STRIKES.length,
    kinds: STRIKES,
    stormEveryMs: 100,
    pauseMs: { least: 100, most: 400 },
    healsAtTheEnd: true,
    seed,
  });
  await siege.run();
  const { stories } = await siege.judge();
  assert.equal(stories.join('\n'), '');
  assert.equal(siege.crowd.acknowledged + siege.crowd.cameTooLate, siege.crowd.written);
  for (const kind of ['edited', 'deleted', 'reacted', 'unreacted'] as const)
    assert.ok(
      siege.crowd.chats.some(({ changed }) => changed.some(({ t }) => t === kind)),
      `somebody has ${kind}`,
    );
  assert.ok(siege.crowd.chats.some(({ posted }) => posted.some(({ reply }) => reply !== undefined)));
  assert.ok(siege.chats.some(({ pages }) => pages.some(({ t }) => t === 'message')));
  assert.ok(siege.network.cuts > 0 && siege.doubter.changedRefused > 0 && siege.wanderer.moves > 0);
  assert.ok(siege.carrier.parcels.length > 0, 'files were sent');
  t.diagnostic(`${siege.crowd.acknowledged} messages and changes through ${siege.strikes.length} strikes`);
});
