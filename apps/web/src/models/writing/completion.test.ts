import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedAt, namedSince } from './completion.ts';
import { type Completion, Completer } from './completer.ts';
import { edited, type Selected } from './text-edit.ts';

/** `|` is the caret. */
function at(marked: string): Selected {
  const start = marked.indexOf('|');
  return { text: marked.replace('|', ''), start, end: start };
}

const asked = (marked: string): string | undefined => {
  const found = askedAt(at(marked));
  return found && `${found.trigger}${found.query}`;
};

test('a sign at the beginning of a word asks for what it names', () => {
  assert.equal(asked('so :ta|'), ':ta');
  assert.equal(asked('(@a|'), '@a');
  assert.equal(asked('@|'), '@');
  assert.equal(asked('@ada lo|'), '@ada lo');
  assert.equal(asked('/to|'), '/to');
  assert.equal(asked('/|'), '/');
});

test('smileys, times, addresses, paths and code ask for nothing', () => {
  for (const marked of [
    ':)|',
    ':D|',
    '10:30|',
    'me@ada|',
    'see /etc|',
    '/etc/p|',
    '//|',
    '`:ta|',
    '```\n@a|',
    '@ad|a',
    '@ |',
  ])
    assert.equal(asked(marked), undefined, marked);
  assert.equal(asked('`x` :ta|'), ':ta');
});

const named = (before: string, marked: string): readonly string[] =>
  namedSince(before, at(marked)).map(({ shortcode }) => shortcode);

test('names of emoji that a key closes, or that come in as a whole, are found', () => {
  assert.deepEqual(named('so :tada', 'so :tada:|'), ['tada']);
  assert.deepEqual(named('', 'good :tada: day (:yarn:)|'), ['tada', 'yarn']);
  assert.deepEqual(named(':tada: and ', ':tada: and :yarn:|'), ['yarn'], 'what stood there stays');
  assert.deepEqual(named(':yarn:', ':tada: |:yarn:'), ['tada'], 'also what comes after');
});

test('times, addresses and code name no emoji', () => {
  for (const marked of ['10:30:45|', 'std::vec:|', '`:tada:|', '`:tada:` |', '```\n:tada:|'])
    assert.deepEqual(named('', marked), [], marked);
});

function completer(answers: Record<string, readonly string[]>): Completer {
  const source = async (query: string): Promise<readonly Completion[]> =>
    (answers[query] ?? []).map((label) => ({ key: label, label, insert: label }));
  return new Completer({ ':': source, '@': source, '/': source });
}

test('what is chosen takes the place of what was typed', async () => {
  const completions = completer({ ta: ['🎉', '🌮'] });
  await completions.look(at('so :ta|, yes'));
  completions.move(1);
  const taken = completions.take();
  assert.equal(taken && edited('so :ta, yes', taken.edit), 'so 🌮 , yes');
  assert.equal(completions.isOpen, false);
});

test('the choice goes round at both ends', async () => {
  const completions = completer({ ta: ['a', 'b', 'c'] });
  await completions.look(at(':ta|'));
  completions.move(-1);
  assert.equal(completions.chosen.value, 2);
  completions.move(1);
  assert.equal(completions.chosen.value, 0);
});

test('what was put away stays away until something else is asked for', async () => {
  const completions = completer({ ta: ['a'], tad: ['a'] });
  await completions.look(at(':ta|'));
  completions.close();
  await completions.look(at(':tad|'));
  assert.equal(completions.isOpen, false);
  await completions.look(at(':tad :ta|'));
  assert.equal(completions.isOpen, true);
});

test('an answer to an older question is dropped', async () => {
  const answers: ((options: readonly Completion[]) => void)[] = [];
  const source = (): Promise<readonly Completion[]> => new Promise((resolve) => answers.push(resolve));
  const completions = new Completer({ ':': source, '@': source, '/': source });
  const first = completions.look(at(':ta|'));
  const second = completions.look(at(':tad|'));
  answers[1]!([{ key: 'new', label: 'new', insert: 'new' }]);
  answers[0]!([{ key: 'old', label: 'old', insert: 'old' }]);
  await Promise.all([first, second]);
  assert.deepEqual(
    completions.options.value.map(({ key }) => key),
    ['new'],
  );
});
