import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentionsIn } from './mentions.ts';

test('M1: a body mentions whom its tokens name, each once', () => {
  assert.deepEqual(mentionsIn('<@ada> and <@lin>, <@ada>!'), { ids: ['ada', 'lin'], here: false, room: false });
  assert.deepEqual(mentionsIn('<@here><@room>'), { ids: [], here: true, room: true });
  for (const body of ['', '@ada', '<@>', '<@a b>', '< @ada>', `<@${'x'.repeat(41)}>`]) {
    assert.deepEqual(mentionsIn(body), { ids: [], here: false, room: false }, body);
  }
});

test('M2: a body of nothing but tokens mentions the first fifty: each is looked up wherever it is shown', () => {
  const body = Array.from({ length: 3_000 }, (_, index) => `<@${index.toString(36)}>`).join('');
  const { ids, room } = mentionsIn(`${body}<@room>`);
  assert.deepEqual([ids.length, ids[0], ids.at(-1), room], [50, '0', (49).toString(36), true]);
});
