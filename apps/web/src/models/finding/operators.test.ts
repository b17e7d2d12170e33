import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operatorAt, type OperatorSources, suggest, withOperator, withSuggestion } from './operators.ts';

const SOURCES: OperatorSources = {
  people: async (beginning) => [{ login: 'ada', name: 'Ada L.' }].filter(({ login }) => login.startsWith(beginning)),
  rooms: () => ['Lobby', 'Open house', 'Big house'],
  today: '2026-03-01',
};

/** `|` is the caret. */
async function offered(marked: string): Promise<string[] | undefined> {
  const operator = operatorAt(marked.replace('|', ''), marked.indexOf('|'));
  return operator && (await suggest(operator, SOURCES)).map(({ label }) => label);
}

test('each operator is completed by what it knows', async () => {
  assert.deepEqual(await offered('from:|'), ['me', 'Ada L.']);
  assert.deepEqual(await offered('x from:a|'), ['Ada L.']);
  assert.deepEqual(await offered('in:ho|'), ['Open house', 'Big house']);
  assert.deepEqual(await offered('in:o|'), ['Open house', 'Lobby', 'Big house']);
  assert.deepEqual(await offered('-has:i|'), ['image']);
  assert.deepEqual(await offered('before:|'), ['today', 'yesterday', '2026-03', '2026']);
});

test('where no operator is being written, nothing is offered', async () => {
  for (const marked of ['|', 'word|', 'from:ada word|', 'in:"Open house"|'])
    assert.equal(await offered(marked), undefined, marked);
  assert.deepEqual(await offered('has:image|'), []);
});

test('what is taken stands in its place, in quotes where it has spaces', () => {
  const typed = 'tea -in:op cake';
  assert.deepEqual(withSuggestion(typed, operatorAt(typed, 10)!, 'Open house'), {
    text: 'tea -in:"Open house" cake',
    caret: 21,
  });
  assert.equal(withOperator('tea ', 'from'), 'tea from:');
  assert.equal(withOperator('', 'has'), 'has:');
});
