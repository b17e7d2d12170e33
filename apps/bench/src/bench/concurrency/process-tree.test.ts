import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { cpuSecondsOfTree, memoryOfTree } from './process-tree.ts';

const BURN = 'const until = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < until);';

test('the CPU time of a process counts that of its children, also when they have ended', async () => {
  const before = await cpuSecondsOfTree(process.pid);
  execFileSync(process.execPath, ['-e', BURN]);
  assert.ok((await cpuSecondsOfTree(process.pid)) - before >= 0.29);
});

test('memory is that of a process and its children together', async () => {
  const script = 'const kept = Buffer.alloc(64 * 2 ** 20, 1); console.log("ready"); process.stdin.resume(); kept;';
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const alone = await memoryOfTree(child.pid!);
  assert.ok(alone > 64 * 2 ** 20);
  assert.ok((await memoryOfTree(process.pid)) > alone);
  child.stdin.end();
  await once(child, 'close');
  assert.equal(await memoryOfTree(child.pid!), 0);
});
