import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CookieJar, fetchWithCookies } from './cookie-jar.ts';

test('a jar keeps the newest value of each cookie and lets go of what is over', () => {
  const jar = new CookieJar();
  jar.keep(['session=a=b; Path=/; HttpOnly', 'theme=dark; Max-Age=60']);
  assert.equal(jar.header, 'session=a=b; theme=dark');
  jar.keep(['session=c; Expires=Fri, 01 Jan 2100 00:00:00 GMT', 'theme=; Max-Age=0']);
  assert.equal(jar.header, 'session=c');
  jar.keep(['session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'nonsense']);
  assert.equal(jar.header, '');
});

test('a fetch with a jar sends its cookies and keeps those of the answer', async () => {
  const jar = new CookieJar();
  const sent: (string | null)[] = [];
  const server: typeof fetch = async (_, init) => {
    sent.push(new Headers(init?.headers).get('cookie'));
    return new Response(null, { headers: { 'set-cookie': `visit=${sent.length}; HttpOnly` } });
  };
  const fetchAsPerson = fetchWithCookies(jar, server);
  await fetchAsPerson('http://here/');
  await fetchAsPerson('http://here/', { headers: { accept: 'text/plain' } });
  assert.deepEqual(sent, [null, 'visit=1']);
});
