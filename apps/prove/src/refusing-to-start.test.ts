import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { builtServer } from '@skein/bench/start';
import { House } from './house.ts';

const MISUSED = 2;

suite('what cannot be used is one line and exit code 2', () => {
  let house: House;
  let folder: string;

  before(async () => {
    house = await House.open({ args: ['--workers', '1'] });
    folder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
  });
  after(async () => {
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('a port in use by another Skein', async () => {
    await assertRefused(['--port', String(house.port)], new RegExp(`Port ${house.port} is in use`));
  });

  test('a port in use by another program', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await assertRefused(['--port', String(port)], new RegExp(`Port ${port} is in use`));
    other.close();
  });

  test('a data folder in use', async () => {
    await assertRefused(
      ['--data', house.dataFolder],
      /data folder .* is in use by another server: stop that, or name another with --data DIR/,
    );
  });

  test('a data folder that cannot be made', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await assertRefused(['--data', join(file, 'data')], /the data folder .* cannot be used/);
    await assertRefused(['--data', file], /a file where a folder is needed/);
  });

  test('a site that is not there', async () => {
    await assertRefused(['--folder', join(folder, 'nowhere')], /--folder names something that is not there/);
  });

  for (const [args, line] of [
    [['--workers', '0'], /--workers must be a whole number/],
    [['--prot', '80'], /There is no option --prot\. Did you mean --port\?/],
    [['--tls-cert', import.meta.filename], /--tls-cert needs --tls-key/],
    [['--host', '192.0.2.1'], /192\.0\.2\.1 is not an address of this machine/],
    [['start'], /There is no command "start"/],
  ] as const) {
    test(`skein ${args.map((arg) => arg.replace(import.meta.dirname, '')).join(' ')}`, () => assertRefused(args, line));
  }

  test('a database of a newer Skein', async () => {
    const data = await dataFolder('newer');
    assert.equal((await run(['--data', data, '--port', String(house.port)])).code, MISUSED);
    using database = new DatabaseSync(join(data, 'skein.db'));
    database.exec(`insert into kysely_migration values ('9999-from-the-future', '2099-01-01')`);
    database.close();
    await assertRefused(['--data', data], /written by a newer Skein \(9999-from-the-future\)/);
  });

  test('a file that is not a database, or one of another program', async () => {
    const text = await dataFolder('text');
    await writeFile(join(text, 'skein.db'), 'To whom it may concern. '.repeat(1_000));
    await assertRefused(['--data', text], /is not a database of Skein's/);
    const foreign = await dataFolder('foreign');
    const database = new DatabaseSync(join(foreign, 'skein.db'));
    database.exec('create table recipes (name text)');
    database.close();
    await assertRefused(['--data', foreign], /is not a database of Skein's/);
  });

  test('secrets that are damaged', async () => {
    const data = await dataFolder('damaged');
    await writeFile(join(data, 'secrets.json'), '{"tokenSecret": "sh');
    await chmod(join(data, 'secrets.json'), 0o600);
    await assertRefused(['--data', data], /secrets\.json is damaged/);
  });

  async function dataFolder(name: string): Promise<string> {
    const path = join(folder, name);
    await mkdir(path);
    return path;
  }

  async function assertRefused(args: readonly string[], expected: RegExp): Promise<void> {
    const fresh = args.includes('--data') ? [] : ['--data', join(folder, 'unused')];
    const { code, output, errors } = await run([...args, ...fresh]);
    assert.equal(code, MISUSED, errors);
    assert.equal(output, '');
    assert.match(errors, /^skein: [^\n]+\n$/, 'it is one line');
    assert.match(errors, expected);
  }

  async function run(args: readonly string[]) {
    const has = (name: string): boolean => args.includes(name);
    const defaults = [...(has('--port') ? [] : ['--port', '0']), ...(has('--host') ? [] : ['--host', '127.0.0.1'])];
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SKEIN_')));
    const child = spawn(process.execPath, [builtServer(), ...defaults, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], output, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
    return { code: code as number | null, output, errors };
  }
});
