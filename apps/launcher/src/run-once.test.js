import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** @param {string} name */
const script = (name) => fileURLToPath(new URL(`testing/${name}`, import.meta.url));

/** The fake server, run once. @param {import('node:test').TestContext} t */
function ranOnce(t) {
  const launcher = spawn(process.execPath, [script('once.js'), script('fake-server.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => launcher.kill('SIGKILL'));
  return launcher;
}

for (const code of [0, 1, 3]) {
  test(`a command that ends with exit code ${code} is not started again, and that is the launcher's`, async (t) => {
    const launcher = ranOnce(t);
    launcher.stdin.end(`exit ${code}\n`);
    const [[exitCode], output] = await Promise.all([once(launcher, 'exit'), text(launcher.stdout)]);
    assert.equal(exitCode, code);
    assert.match(output, /^up \d+ first\n$/);
  });
}

test('a signal to the launcher reaches the command, and one that ends it becomes an exit code', async (t) => {
  const launcher = ranOnce(t);
  const ended = once(launcher, 'exit');
  await once(launcher.stdout, 'data');
  launcher.kill('SIGTERM');
  const [line] = await once(launcher.stdout, 'data');
  assert.equal(String(line), 'signalled\n');
  launcher.kill('SIGINT');
  assert.equal((await ended)[0], 128 + 2);
});
