import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Findings } from './crowd/findings.ts';
import { startOpenServer } from './crowd/open-server.ts';
import { runCrowd } from './crowd/run-crowd.ts';
import { summarize } from './crowd/summary.ts';
import { startServer } from './start.ts';

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

test('a server that is killed in the middle of a conversation loses nothing, doubles nothing and keeps the order', async (t) => {
  await using first = await startOpenServer(['--workers', '2']);
  const seed = Math.floor(Math.random() * 2 ** 32);
  const talk = Promise.withResolvers<Findings>();
  const run = runCrowd({ url: first.url, clients: 12, messages: 20, rooms: 2, seed }, ({ stage, findings }) => {
    if (stage === 'talking') talk.resolve(findings);
  });
  // Everybody is in and nobody near the end: only sockets, which come back by themselves, are cut.
  const findings = await talk.promise;
  while (findings.registered + findings.loggedIn < 12 || findings.posted < 80) await sleep(5);
  assert.equal(findings.loggedOut, 0);
  await first.kill();
  await using second = await startServer({
    dataFolder: first.dataFolder,
    args: ['--workers', '2', '--port', new URL(first.url).port],
  });
  await run;
  t.diagnostic(summarize(findings, { clients: 12, seed, elapsedMs: 0 }));
  assert.deepEqual(findings.problems, []);
  assert.ok(findings.reconnects >= 12);
  assert.equal(findings.latenciesMs.length, 12 * 20);
  assert.equal(await second.stop(), 0);
});
