import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

function thrown(what: string): { readonly status: number | null; readonly stderr: string } {
  const script = `
    const { Mistake } = await import(${JSON.stringify(import.meta.resolve('./mistake.ts'))});
    const { tellMistakes } = await import(${JSON.stringify(import.meta.resolve('./tell-mistakes.ts'))});
    tellMistakes('a script');
    throw ${what};`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
}

test('a mistake that nobody catches is one line and exit code 2', () => {
  const { status, stderr } = thrown(`new Mistake('It is not built: pnpm build')`);
  assert.deepEqual([status, stderr], [2, 'a script: It is not built: pnpm build\n']);
});

test('a defect is shown whole', () => {
  const { status, stderr } = thrown(`new Error('It is broken')`);
  assert.equal(status, 1);
  assert.match(stderr, /^Error: It is broken\n +at /);
});
