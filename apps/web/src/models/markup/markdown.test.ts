import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@skein/protocol/limits';
import { parseMarkdown } from './markdown.ts';
import { plainWords } from './plain-words.ts';
import { type Block, type Inline, isFormatted, mayHaveMarkup } from './markup.ts';

const text = (text: string): Inline => ({ t: 'text', text });
const paragraph = (...children: readonly Inline[]): Block => ({ t: 'paragraph', children });

test('what people stress, strike and quote is read as they mean it', () => {
  assert.deepEqual(parseMarkdown('**bold** and *leaning*, ~~gone~~ `x < y`'), [
    paragraph(
      { t: 'strong', children: [text('bold')] },
      text(' and '),
      { t: 'em', children: [text('leaning')] },
      text(', '),
      { t: 'del', children: [text('gone')] },
      text(' '),
      { t: 'code', text: 'x < y' },
    ),
  ]);
  assert.deepEqual(parseMarkdown('> said\n> she\n\nyes'), [
    { t: 'quote', children: [paragraph(text('said\nshe'))] },
    paragraph(text('yes')),
  ]);
});

test('lists lie in lists, and numbered ones begin where they were begun', () => {
  assert.deepEqual(parseMarkdown('- a\n  - b\n- c'), [
    {
      t: 'list',
      items: [[paragraph(text('a')), { t: 'list', items: [[paragraph(text('b'))]] }], [paragraph(text('c'))]],
    },
  ]);
  assert.deepEqual(parseMarkdown('7. seven\n8. eight'), [
    { t: 'list', start: 7, items: [[paragraph(text('seven'))], [paragraph(text('eight'))]] },
  ]);
});

test('a block of code keeps every sign and names its language', () => {
  assert.deepEqual(parseMarkdown('```TS twoslash\nif (a < b) **c**\n\n  d <@ada>\n```'), [
    { t: 'code-block', language: 'ts', text: 'if (a < b) **c**\n\n  d <@ada>' },
  ]);
});

test('a table has a head, rows and columns that lean', () => {
  const [table] = parseMarkdown('| a | b |\n|:-:|--:|\n| 1 | **2** |');
  assert.deepEqual(table, {
    t: 'table',
    aligned: ['center', 'end'],
    head: [[text('a')], [text('b')]],
    rows: [[[text('1')], [{ t: 'strong', children: [text('2')] }]]],
  });
});

test('links lead to the web and to mail, and to nowhere else', () => {
  const [link] = parseMarkdown('[the shop](https://example.org/a "title")');
  assert.deepEqual(link, paragraph({ t: 'link', href: 'https://example.org/a', children: [text('the shop')] }));
  assert.match(JSON.stringify(parseMarkdown('[us](mailto:us@example.org)')), /"href":"mailto:us@example.org"/);
  const hostile = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
    '//x',
    '/x',
  ];
  for (const href of [...hostile, 'java\tscript:x', 'https://', '&#106;avascript:alert(1)'])
    for (const message of [`[a](${href})`, `[a](<${href}>)`, `![a](${href})`, `<${href}>`, `[a]: ${href}\n\n[a]`])
      assert.doesNotMatch(JSON.stringify(parseMarkdown(message)), /"t":"link"/, message);
});

test('a picture is a link and HTML is text', () => {
  assert.deepEqual(parseMarkdown('![spy](https://example.org/pixel.gif)'), [
    paragraph(text('!'), { t: 'link', href: 'https://example.org/pixel.gif', children: [text('spy')] }),
  ]);
  for (const html of ['<b>x</b>', '<script>x</script>', '<img src=x onerror=y>', '&lt;i&gt; &amp; &#60;', '<!-- x -->'])
    assert.deepEqual(parseMarkdown(html), [paragraph(text(html))]);
});

test('an address keeps the signs in it that mean something elsewhere', () => {
  for (const address of ['https://example.org/a_b_c/*d*', 'http://example.org/~x~~y~~z', 'https://example.org/[a](b)'])
    assert.deepEqual(parseMarkdown(`see ${address} *now*`), [
      paragraph(text('see '), { t: 'link', href: address, children: [text(address)] }, text(' '), {
        t: 'em',
        children: [text('now')],
      }),
    ]);
  assert.deepEqual(parseMarkdown('**https://example.org/**'), [
    paragraph({
      t: 'strong',
      children: [{ t: 'link', href: 'https://example.org/', children: [text('https://example.org/')] }],
    }),
  ]);
});

test('mentions are found beside markup, and not in code', () => {
  assert.deepEqual(parseMarkdown('**<@a_b_c>** `<@ada>`'), [
    paragraph({ t: 'strong', children: [{ t: 'mention', id: 'a_b_c' }] }, text(' '), { t: 'code', text: '<@ada>' }),
  ]);
});

test('what nobody means as markup is none', () => {
  const plain = [
    '2 * 3 * 4',
    'snake_case_name',
    '¯\\_(ツ)_/¯',
    '>_<',
    '#1',
    '+1',
    '-5 degrees',
    'a|b',
    '[x] done',
    '---',
  ];
  for (const body of plain) assert.equal(mayHaveMarkup(body), false, body);
  assert.deepEqual(
    parseMarkdown('*a* ¯\\_(ツ)_/¯')[0],
    paragraph({ t: 'em', children: [text('a')] }, text(' ¯\\_(ツ)_/¯')),
  );
  assert.equal(isFormatted(parseMarkdown('5*3 and https://example.org/')), false);
  assert.equal(isFormatted(parseMarkdown('a `b`')), true);
});

test('a line of spaces is no table, and is not tried in every way', () => {
  for (const line of [`${' '.repeat(LIMITS.bodyBytes - 1)}x`, `|${' '.repeat(LIMITS.bodyBytes - 2)}x`]) {
    // Two thousand of them are a blink where each is gone through once, and a quarter of an hour where it is not.
    for (let count = 0; count < 2_000; count++) assert.equal(mayHaveMarkup(line), false);
  }
  for (const line of ['|---|---|', '  | :--: |', '---|---', ':-: | -'])
    assert.ok(mayHaveMarkup(`a | b\n${line}`), line);
});

test('whatever fills 16 KiB is read, and lies no deeper than anybody means', () => {
  const patterns = ['*', '**a ', '*a_ ', '**a*b_', '~~a', '[', '![[', '[a](', '> ', '>', '- ', '> - ', '* a\n', '`a'];
  for (const pattern of [...patterns, '<@', 'https://a.b/(', '\\', '|', '|-', '#', 'a\n', '<']) {
    const blocks = parseMarkdown(pattern.repeat(LIMITS.bodyBytes / pattern.length));
    assert.ok(blocks.length > 0, pattern);
    assert.ok(depthOf(blocks) < 60, `${pattern}: ${depthOf(blocks)}`);
  }
});

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce(
    (deepest, each) => Math.max(deepest, depthOf(each) + (Array.isArray(value) ? 0 : 1)),
    0,
  );
}

test('the words of a message are on one line, without its marks', () => {
  const body =
    '# Plan\n**wind** the `wool`, [here](https://example.org/) <@ada>\n- a\n- b\n\n| c | d |\n|---|---|\n| 1 | 2 |';
  assert.equal(plainWords(parseMarkdown(body)), 'Plan wind the wool, here <@ada> a, b c, d; 1, 2');
});
