import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** @param {string} name */
const script = (name) => fileURLToPath(new URL(`testing/${name}`, import.meta.url));

/** A launcher with a fake server under it, whose lines can be awaited in their order. */
class Launched {
  /** @param {import('node:test').TestContext} t @param {...string} args */
  constructor(t, ...args) {
    this.launcher = spawn(process.execPath, [script('supervise.js'), script('fake-server.js'), ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.exit = once(this.launcher, 'exit');
    this.lines = createInterface({ input: this.launcher.stdout })[Symbol.asyncIterator]();
    t.after(() => this.launcher.kill('SIGKILL'));
  }

  async says() {
    const { value, done } = await this.lines.next();
    assert.ok(!done, 'the launcher ended without another word');
    return value;
  }

  /** @param {'first' | 'again'} time @returns {Promise<number>} the server's process id */
  async serverIsUp(time) {
    const line = await this.says();
    const [, pid] = new RegExp(`^up (\\d+) ${time}$`).exec(line) ?? assert.fail(line);
    return Number(pid);
  }

  /** @param {string} line */
  types(line) {
    this.launcher.stdin.write(`${line}\n`);
  }

  async exitCode() {
    const [code] = await this.exit;
    return code;
  }
}

test('a server that is killed is started again', async (t) => {
  const skein = new Launched(t);
  const first = await skein.serverIsUp('first');
  process.kill(first, 'SIGKILL');
  assert.match(await skein.says(), /^launcher The server ended unexpectedly \(SIGKILL\). Starting it again now\.$/);
  assert.notEqual(await skein.serverIsUp('again'), first);
});

test('a server that fails is started again', async (t) => {
  const skein = new Launched(t);
  await skein.serverIsUp('first');
  skein.types('exit 3');
  assert.match(await skein.says(), /\(exit code 3\)/);
  await skein.serverIsUp('again');
});

for (const code of [0, 2]) {
  test(`exit code ${code} is final and passed on`, async (t) => {
    const skein = new Launched(t);
    await skein.serverIsUp('first');
    skein.types(`exit ${code}`);
    assert.equal(await skein.exitCode(), code);
  });
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  test(`${signal} to the launcher is told to the server as a message, and its exit code is passed on`, async (t) => {
    const skein = new Launched(t);
    await skein.serverIsUp('first');
    skein.launcher.kill(signal);
    assert.equal(await skein.says(), 'told stop');
    assert.equal(await skein.exitCode(), 0);
  });
}

test('a signal that comes twice at once, as from a terminal and npm, is one', async (t) => {
  const skein = new Launched(t, 'stubborn');
  const server = await skein.serverIsUp('first');
  skein.launcher.kill('SIGINT');
  skein.launcher.kill('SIGINT');
  assert.equal(await skein.says(), 'told stop');
  process.kill(server, 'SIGTERM');
  assert.equal(await skein.says(), 'signalled', 'it still runs');
});

test('a later signal ends a server that does not stop', async (t) => {
  const skein = new Launched(t, 'stubborn');
  await skein.serverIsUp('first');
  const again = setInterval(() => skein.launcher.kill('SIGTERM'), 100);
  t.after(() => clearInterval(again));
  assert.equal(await skein.says(), 'told stop');
  assert.equal(await skein.exitCode(), 128 + 9);
});

test('a server that keeps crashing is given a pause, which a signal ends', async (t) => {
  const skein = new Launched(t);
  process.kill(await skein.serverIsUp('first'), 'SIGKILL');
  for (let crashes = 1; crashes <= 5; crashes++) {
    assert.match(await skein.says(), /again now/);
    process.kill(await skein.serverIsUp('again'), 'SIGKILL');
  }
  assert.match(await skein.says(), /again in 1 s, because it keeps crashing/);
  skein.launcher.kill('SIGTERM');
  assert.equal(await skein.exitCode(), 128 + 9);
});

test('a launcher that is killed leaves no server behind', async (t) => {
  const skein = new Launched(t);
  await skein.serverIsUp('first');
  skein.launcher.kill('SIGKILL');
  assert.deepEqual(await skein.lines.next(), { value: undefined, done: true }, 'the last holder of the pipe is gone');
});
