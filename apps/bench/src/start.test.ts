import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from './start.ts';

test('a started server answers at its address, prints the link of its first run once, and leaves nothing behind', async () => {
  const server = await startServer();
  const answer = await fetch(`${server.url}/api/ready`);
  assert.equal(answer.status, 200);
  assert.ok(server.setupLink?.startsWith(`${server.url}/chat/#setup=`));
  assert.ok(existsSync(server.dataFolder));
  assert.equal(await server.stop(), 0);
  assert.equal(existsSync(server.dataFolder), false);
});

test('a server that was killed starts again on its data folder and its port', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'skein-test-'));
  try {
    const first = await startServer({ dataFolder });
    await first.kill();
    assert.equal(await first.ended, null);
    await using second = await startServer({ dataFolder, args: ['--port', new URL(first.url).port] });
    assert.equal(second.url, first.url);
    assert.ok(existsSync(dataFolder));
  } finally {
    await rm(dataFolder, { recursive: true });
  }
});

test('what is typed reaches the console', async () => {
  await using server = await startServer();
  server.type('exit');
  assert.equal(await server.ended, 0);
});

test('a server that does not start says why', async () => {
  await assert.rejects(startServer({ args: ['--folder', '/no/such/folder'] }), /no\/such\/folder/);
});
