import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkify } from './linkify.ts';

const links = (body: string): string[] => linkify(body).flatMap(({ text, href }) => (href === undefined ? [] : [text]));

test('http and https addresses are links', () => {
  assert.deepEqual(links('see http://a.example and HTTPS://b.example/x?y=1#z'), [
    'http://a.example',
    'HTTPS://b.example/x?y=1#z',
  ]);
});

test('nothing else is a link', () => {
  const others = ['javascript:alert(1)', 'data:text/html,hi', 'ftp://a.example', 'www.a.example', 'mailto:a@b.example'];
  for (const other of [...others, 'https://', 'http://[', 'xhttps://a.example', 'vbscript:x', 'file:///etc/passwd'])
    assert.deepEqual(links(other), [], other);
});

test('the marks of the sentence around a link do not belong to it', () => {
  const cases: Record<string, string> = {
    'Look: https://a.example/x.': 'https://a.example/x',
    '(https://a.example/x)': 'https://a.example/x',
    'https://en.example/Wool_(fibre)': 'https://en.example/Wool_(fibre)',
    '(see https://en.example/Wool_(fibre).)': 'https://en.example/Wool_(fibre)',
    '“https://a.example”': 'https://a.example',
    'https://a.example/?q=1, and': 'https://a.example/?q=1',
    '<https://a.example>': 'https://a.example',
    'https://a.example!?': 'https://a.example',
  };
  for (const [body, link] of Object.entries(cases)) assert.deepEqual(links(body), [link], body);
});

test('the pieces joined are the message, whatever it is', () => {
  const bodies = [
    '',
    'plain',
    'https://a.example',
    'a https://a.example b\nhttps://b.example.',
    '<b>&amp;</b>',
    '🧶 שלום',
  ];
  for (const body of bodies)
    assert.equal(
      linkify(body)
        .map(({ text }) => text)
        .join(''),
      body,
    );
});

test('characters that turn the direction of text end a link', () => {
  assert.deepEqual(links('https://a.example/\u202egpj.exe'), ['https://a.example/']);
});

test('a link of nothing but brackets and full stops is cut where it should be', () => {
  assert.deepEqual(links(`https://a.example/${'(x)'.repeat(5_000)}`), [`https://a.example/${'(x)'.repeat(5_000)}`]);
  assert.deepEqual(links(`https://a.example/${').'.repeat(8_000)}`), ['https://a.example/']);
});
