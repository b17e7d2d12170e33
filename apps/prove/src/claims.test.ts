import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../../..');

test('every test and command that docs/claims.md names is there', () => {
  const claims = readFileSync(join(ROOT, 'docs/claims.md'), 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const files = [...claims.matchAll(/`((?:apps|packages|e2e)\/[^`]+)`/g)].map(([, file]) => file!);
  const commands = [...claims.matchAll(/`pnpm ([\w:]+)/g)].map(([, command]) => command!);
  assert.ok(files.length > 40 && commands.length > 0);
  assert.deepEqual(
    files.filter((file) => !existsSync(join(ROOT, file))),
    [],
  );
  assert.deepEqual(
    commands.filter((command) => !(command in scripts)),
    [],
  );
});
