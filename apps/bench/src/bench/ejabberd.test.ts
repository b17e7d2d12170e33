import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ejabberdCommand, erlangOf, findEjabberd } from './ejabberd.ts';

const SCRIPT = `#!/bin/bash
ERLANG_NODE=ejabberd@localhost
ERL="/usr/bin/erl"
ERLANG_OPTS="+K $POLL"
ERL_LIBS='/usr/lib/x86_64-linux-gnu'
ERL_CRASH_DUMP="$LOGS_DIR"/erl_crash.dump
`;
const ERLANG = { program: '/usr/bin/erl', libraries: '/usr/lib/x86_64-linux-gnu' };

test('ejabberdctl says where Erlang and ejabberd are', () => {
  assert.deepEqual(erlangOf(SCRIPT), ERLANG);
});

test('where ejabberdctl is not there, or computes its paths, there is no ejabberd', async () => {
  assert.equal(await findEjabberd(undefined), undefined);
  assert.equal(erlangOf(SCRIPT.replace('"/usr/bin/erl"', '"$ROOT/bin/erl"')), undefined);
  assert.equal(erlangOf(SCRIPT.replace(/^ERL_LIBS.*$/m, '')), undefined);
});

test('ejabberd listens on its port of loopback alone, and all that it writes is in its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
  try {
    const { program, args, env } = await ejabberdCommand(ERLANG, folder, 4711);
    assert.equal(program, ERLANG.program);
    assert.equal(env?.['ERL_LIBS'], ERLANG.libraries);
    assert.ok(args.includes(`"${folder}/spool"`));
    for (const name of ['ERL_CRASH_DUMP', 'EJABBERD_CONFIG_PATH', 'EJABBERD_LOG_PATH']) {
      assert.ok(env[name]?.startsWith(`${folder}/`), name);
    }
    const config = await readFile(env['EJABBERD_CONFIG_PATH']!, 'utf8');
    assert.deepEqual(config.match(/(?:ip|port): .*/g), ['ip: 127.0.0.1', 'port: 4711']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
