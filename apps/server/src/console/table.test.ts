import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientView } from '@skein/protocol/rest';
import { renderClients } from './client-table.ts';
import { clip, safeText, widthOf } from '@skein/command-line/safe-text';

const VIEW: ClientView = {
  id: 'c1',
  account: 'a1',
  name: 'Ada',
  address: '192.0.2.1',
  worker: 2,
  rooms: 3,
  since: Date.UTC(2026, 0, 2, 12),
  messagesIn: 4,
  messagesOut: 56_789,
  bytesBuffered: 1_234,
};

test('what could make a terminal do something is shown, not done', () => {
  assert.equal(safeText('\x1b[2J\x1b]0;title\x07'), '\\x1b[2J\\x1b]0;title\\x07');
  assert.equal(safeText('a\r\nb\tc\0\x7f\x9b31m'), 'a\\x0d\\x0ab\\x09c\\x00\\x7f\\x9b31m');
  assert.equal(
    safeText('left\u202eright\u2066\u2028\ufeff\u200b'),
    'left\\u{202e}right\\u{2066}\\u{2028}\\u{feff}\\u{200b}',
  );
  assert.equal(safeText('\ud800x'), '\\u{d800}x');
  assert.equal(safeText('👩‍💻 می‌خواهم héllo'), '👩‍💻 می‌خواهم héllo');
  assert.equal([...safeText(`a${'\u0301'.repeat(1_000)}`)].length, 5);
});

test('no character below 160 that is not printable passes', () => {
  for (let code = 0; code < 160; code++) {
    assert.match(safeText(String.fromCharCode(code)), /^[\x20-\x7e]+$/);
  }
});

test('a text is cut by what it takes on the screen, never inside a character', () => {
  assert.equal(clip('abcdef', 6), 'abcdef');
  assert.equal(clip('abcdefg', 6), 'abcde…');
  assert.equal(clip('北京上海', 6), '北京…');
  assert.equal(clip('👩‍💻👩‍💻👩‍💻', 5), '👩‍💻👩‍💻…');
  assert.equal(clip('abc', 0), '');
});

test('the columns stand in line whatever the names are made of', () => {
  const names = ['Ada', '北京的朋友', '🧶🧶', 'e\u0301lan', '\x1b[31mred', 'x'.repeat(200)];
  const lines = renderClients(
    names.map((name, i) => ({ ...VIEW, id: `c${i}`, name })),
    1_000,
  ).slice(1, -1);
  const starts = lines.map((line) => widthOf(line.slice(0, line.indexOf('192.0.2.1'))));
  assert.equal(new Set(starts).size, 1, lines.join('\n'));
  assert.ok(lines.every((line) => !line.includes('\x1b')));
  assert.equal(lines.filter((line) => line.includes('…')).length, 1);
});

test('no line is wider than the terminal, and the numbers stay as long as they can', () => {
  const clients = [
    { ...VIEW, id: 'c'.repeat(30), name: '🧶'.repeat(50), address: '2001:db8:1234:5678:9abc:def0:1234:5678' },
  ];
  for (const width of [200, 120, 100, 80, 40, 10]) {
    for (const line of renderClients(clients, width).slice(0, -1))
      assert.ok(widthOf(line) <= width, `${width}: ${line}`);
  }
  assert.match(renderClients(clients, 100)[1] ?? '', /56789 {3,}1\.2 kB$/);
});

test('the longest connected come first, and all are counted', () => {
  const [title, first, second, count] = renderClients([VIEW, { ...VIEW, id: 'c0', since: VIEW.since - 1 }], 120);
  assert.match(title ?? '', /^CLIENT +NAME +ADDRESS +WORKER +ROOMS +SINCE +IN +OUT +BUFFERED$/);
  assert.match(first ?? '', /^c0 +Ada +192\.0\.2\.1 +2 +3 +2026-01-0\d \d\d:\d\d:\d\d +4 +56789 +1\.2 kB$/);
  assert.match(second ?? '', /^c1 /);
  assert.equal(count, '2 clients are connected.');
  assert.deepEqual(renderClients([], 80), ['Nobody is connected.']);
});
