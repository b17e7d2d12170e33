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
