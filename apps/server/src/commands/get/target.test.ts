import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mistake } from '@skein/command-line/mistake';
import { authorityOf, readTarget, redirectTarget, urlOf } from './target.ts';

test('HOST PORT PATH and the URL that says the same ask for the same', () => {
  for (const [words, url] of [
    [['localhost', '8085', '/chat/?a=b'], 'http://localhost:8085/chat/?a=b'],
    [['localhost', '80', '/'], 'http://localhost'],
    [['::1', '8085', '/'], 'http://[::1]:8085/'],
    [['127.0.0.1', '80', '/#top'], 'http://127.0.0.1/#top'],
  ] as const) {
    assert.deepEqual(readTarget(words), readTarget([url]));
  }
});

test('a path is asked for as it was typed, but cannot end the request line', () => {
  assert.equal(readTarget(['localhost', '80', '/../a//b']).path, '/../a//b');
  assert.equal(readTarget(['localhost', '80', '/é b\r\nHost: x']).path, '/%C3%A9%20b%0D%0AHost:%20x');
  assert.equal(readTarget(['http://localhost/é b']).path, '/%C3%A9%20b');
});

test('the Host header has the port where it is not the usual one', () => {
  const authority = (url: string): string => authorityOf(readTarget([url]));
  assert.equal(authority('http://example.org:80/'), 'example.org');
  assert.equal(authority('https://example.org:443/'), 'example.org');
  assert.equal(authority('https://example.org:80/'), 'example.org:80');
  assert.equal(authority('http://[::1]:8085/'), '[::1]:8085');
});

test('a redirect is read from where it was found', () => {
  const from = readTarget(['http://example.org:8085/a/b?c']);
  const to = (location: string): string => urlOf(redirectTarget(from, location));
  assert.equal(to('d'), 'http://example.org:8085/a/d');
  assert.equal(to('/d?e'), 'http://example.org:8085/d?e');
  assert.equal(to('//example.com/'), 'http://example.com/');
  assert.equal(to('https://example.com/'), 'https://example.com/');
  for (const location of ['file:///etc/passwd', 'javascript:alert(1)', 'http://']) {
    assert.throws(() => redirectTarget(from, location), Mistake, location);
  }
});

test('what names no page is refused', () => {
  for (const [words, line] of [
    [[], /needs either one URL or HOST PORT PATH/],
    [['localhost', '80'], /needs either one URL or HOST PORT PATH/],
    [['localhost:8085'], /begins with http:\/\/ or https:\/\//],
    [['ftp://localhost/'], /begins with http:/],
    [['http://ada:secret@localhost/'], /no user name/],
    [['local host', '80', '/'], /HOST must be/],
    [['localhost', '0', '/'], /PORT must be a whole number/],
    [['localhost', 'http', '/'], /PORT must be/],
    [['localhost', '80', 'index.html'], /PATH must begin with \//],
  ] as const) {
    assert.throws(() => readTarget(words), { message: line });
  }
});
