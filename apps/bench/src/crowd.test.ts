import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOpenServer } from './crowd/open-server.ts';
import { runCrowd } from './crowd/run-crowd.ts';
import { summarize } from './crowd/summary.ts';

test('a crowd of 40 registers, logs in, talks and logs out all at once, and everybody sees the same', async (t) => {
  await using server = await startOpenServer(['--workers', '4']);
  const seed = Math.floor(Math.random() * 2 ** 32);
  const since = performance.now();
  const findings = await runCrowd({ url: server.url, clients: 40, messages: 5, rooms: 3, seed });
  t.diagnostic(summarize(findings, { clients: 40, seed, elapsedMs: performance.now() - since }));
  assert.deepEqual(findings.problems, []);
  assert.deepEqual([findings.registered, findings.loggedIn, findings.loggedOut], [20, 20, 40]);
  assert.equal(findings.latenciesMs.length, 40 * 5);
  assert.ok(findings.deliveries > 40 * 5 * 2, 'messages reached others');
  assert.equal(await server.stop(), 0);
});
