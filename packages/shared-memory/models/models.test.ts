import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cases } from './cases.ts';
import { check, findTools, verdictOf } from './spin.ts';

const MODELS = import.meta.dirname;
const modelFiles = (await readdir(MODELS)).filter((file) => file.endsWith('.pml'));

/** What a step of the protocol looks like in the source. */
const STEP = /Atomics\.\w+\(|#records\.(word|setWord|read|write)\(/;

/** A model's text with what it includes. */
async function textOf(file: string): Promise<string> {
  const text = await readFile(join(MODELS, file), 'utf8');
  const included = [...text.matchAll(/^#include "(.+)"$/gm)].map(([, name]) => textOf(name!));
  return [text, ...(await Promise.all(included))].join('\n');
}

function linesAfter(mark: RegExp, text: string): string[] {
  return [...text.matchAll(mark)].map(([, line]) => line!.trim());
}

/** The lines of the sources that a model is made from, without indentation. */
async function sourceLines(text: string): Promise<Set<string>> {
  const paths = new Set(linesAfter(/^\/\/ models: (.+)$/gm, text).flatMap((line) => line.split(' ')));
  const sources = await Promise.all([...paths].map((path) => readFile(join(MODELS, path), 'utf8')));
  return new Set(sources.flatMap((source) => source.split('\n').map((line) => line.trim())));
}

for (const file of modelFiles) {
  test(`${file} quotes its source as it is, and leaves no step of it out in silence`, async () => {
    const text = await textOf(file);
    const lines = await sourceLines(text);
    const quoted = linesAfter(/\/\/= (.+)$/gm, text);
    const leftOut = linesAfter(/^\/\/ left out: (.+?) — .+$/gm, text);
    const gone = [...quoted, ...leftOut].filter((line) => !lines.has(line));
    assert.deepEqual(gone, [], 'these lines are no longer in the source');
    const accounted = new Set([...quoted, ...leftOut]);
    const silent = [...lines].filter((line) => STEP.test(line) && !line.startsWith('//') && !accounted.has(line));
    assert.deepEqual(silent, [], 'these steps of the source are not in the model');
  });
}

test('every variant that a model knows is checked, and no other', async () => {
  const text = (await Promise.all(modelFiles.map(textOf))).join('\n');
  const names = new Set([...text.matchAll(/(?:#ifdef|#ifndef|defined\() ?([A-Z_]+)/g)].map(([, name]) => name!));
  const known = [...names].filter((name) => !text.includes(`#define ${name}`));
  const used = new Set(cases.flatMap(({ defines }) => defines.filter((name) => !name.includes('='))));
  assert.deepEqual([...used].sort(), known.sort());
});

test('a search that came to no end is no verdict', () => {
  const output = 'error: max search depth too small\nState-vector 48 byte, depth reached 99, errors: 0';
  assert.throws(() => verdictOf(output), /did not come to an end/);
});

const compiler = await findTools();
const short = compiler === undefined ? [] : cases.filter((each) => each.short);
for (const each of short) {
  test(`spin: ${each.model} ${each.defines.join(' ')} ${each.expected}`, async (context) => {
    const { verdict, states, seconds } = await check(each, compiler!);
    assert.equal(verdict, each.expected);
    context.diagnostic(`${states} states in ${seconds.toFixed(1)} s`);
  });
}
