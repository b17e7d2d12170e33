import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf, parseScript, wholeNumber, wholeNumbers } from './script-options.ts';

const SPEC = { texts: ['rounds'], lists: ['only'], switches: ['quick'], takesWords: true } as const;
const parse = (...args: string[]) => parseScript(args, SPEC, (flags, words) => ({ ...flags, words }));

test('options are read, also behind the dashes that package managers leave', () => {
  const options = { rounds: '3', only: ['a', 'b'], quick: true, words: ['word'] };
  const args = ['--rounds', '3', '--only', 'a', '--only=b', '--quick', 'word'];
  assert.deepEqual(parse('--', ...args), { kind: 'run', options });
  assert.deepEqual(parse(), { kind: 'run', options: { words: [] } });
});

test('help goes before whatever else is asked, and a mistake is told', () => {
  assert.deepEqual(parse('--quick', '-h'), { kind: 'help' });
  assert.equal(parse('--fast').kind, 'mistake');
  const refuse = parseScript([], {}, () => {
    throw new Error('there is no such thing');
  });
  assert.deepEqual(refuse, { kind: 'mistake', message: 'there is no such thing' });
  assert.equal(parseScript(['word'], {}, () => true).kind, 'mistake');
});

test('numbers are whole and large enough, and lists have only what there is', () => {
  assert.equal(wholeNumber('rounds', undefined, 7), 7);
  assert.equal(wholeNumber('seed', '0', 7, 0), 0);
  for (const text of ['0', '-1', '1.5', 'few', ''])
    assert.throws(() => wholeNumber('rounds', text, 7), /--rounds must be a whole number of at least 1/);
  assert.deepEqual(wholeNumbers('clients', '1,10', []), [1, 10]);
  assert.throws(() => wholeNumbers('clients', '1,,10', []), /--clients must be a whole number/);
  assert.deepEqual(listOf(undefined, ['one']), []);
  assert.throws(() => listOf('one,two', ['one', 'small']), /There is no "two"; there are one, small\./);
});
