import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { callerReader } from './caller.ts';
import { addressGroup } from './client-address.ts';

const plain = { publicUrl: undefined, tls: undefined, trustProxy: [] };

/** A request, or an upgrade: both are only headers and a socket here. */
function requestFrom(remoteAddress: string | undefined, headers: Record<string, string> = {}): IncomingMessage {
  return { headers: { host: 'chat.example:8085', ...headers }, socket: { remoteAddress } } as never;
}

test("without a proxy the address is the socket's, whatever headers say", () => {
  const read = callerReader(plain);
  const spoofed = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  const caller = read(requestFrom('203.0.113.7', spoofed));
  assert.equal(caller.address, '203.0.113.7');
  assert.equal(caller.server?.origin, 'http://chat.example:8085');
});

test('behind trusted proxies the address is the nearest that is none of them', () => {
  const read = callerReader({ ...plain, trustProxy: ['10.0.0.0/8', '::1'] });
  const addressFor = (peer: string, forwarded: string) =>
    read(requestFrom(peer, { 'x-forwarded-for': forwarded })).address;
  assert.equal(addressFor('10.0.0.1', '203.0.113.7'), '203.0.113.7');
  assert.equal(
    addressFor('10.0.0.1', '1.1.1.1, 203.0.113.7, 10.9.9.9'),
    '203.0.113.7',
    'what the client wrote itself is further away',
  );
  assert.equal(addressFor('::ffff:10.0.0.1', '203.0.113.7'), '203.0.113.7');
  assert.equal(addressFor('203.0.113.9', '203.0.113.7'), '203.0.113.9', 'not from a proxy');
  for (const junk of ['unknown', '', '<script>', '203.0.113.7:80', '"[2001:db8::1]"'])
    assert.equal(addressFor('10.0.0.1', junk), '10.0.0.1', junk);
});

test('limits count IPv4 addresses, and IPv6 by the /64', () => {
  assert.equal(addressGroup('203.0.113.7'), '203.0.113.7');
  assert.equal(addressGroup('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(addressGroup('2001:db8:1:2:ffff::1'), addressGroup('2001:db8:1:2::9'));
  assert.notEqual(addressGroup('2001:db8:1:2::1'), addressGroup('2001:db8:1:3::1'));
  assert.equal(addressGroup('::1'), '0:0:0:0::/64');
  assert.equal(addressGroup(''), '');
});

test('an address is written one way', () => {
  const read = callerReader(plain);
  const addressOf = (peer: string | undefined) => read(requestFrom(peer)).address;
  assert.equal(addressOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(addressOf('2001:0DB8:0:0::1'), '2001:db8::1');
  assert.equal(addressOf('fe80::1%eth0').startsWith('fe80::1'), true);
  assert.ok(read(requestFrom('fe80::1%eth0')).group);
  assert.equal(addressOf(undefined), '', 'the socket is gone');
});

test("the server's origin is the public one, else what the Host header says", () => {
  const originOf = (config: object, headers: Record<string, string> = {}) =>
    callerReader({ ...plain, ...config })(requestFrom('10.0.0.1', headers)).server?.origin;
  assert.equal(originOf({ publicUrl: 'https://chat.example.org' }), 'https://chat.example.org');
  assert.equal(
    originOf(
      { publicUrl: 'https://chat.example.org', trustProxy: ['10.0.0.1'] },
      { 'x-forwarded-host': 'evil.example' },
    ),
    'https://chat.example.org',
  );
  assert.equal(originOf({ tls: { cert: 'c', key: 'k' } }), 'https://chat.example:8085');
  assert.equal(originOf({}, { host: '[::1]:8085' }), 'http://[::1]:8085');
  assert.equal(originOf({}, { host: 'CHAT.example:80' }), 'http://chat.example');
  for (const host of ['', 'a b', 'a"b', 'a/b', 'user@host', 'a:b:c', 'a\r\nb', '[::1', 'host:99999'])
    assert.equal(originOf({}, { host }), undefined, host);
  assert.equal(originOf({ trustProxy: ['10.0.0.1'] }, { 'x-forwarded-proto': 'javascript' }), undefined);
});

test('a page without a known origin of ours is foreign', () => {
  const read = callerReader(plain);
  assert.equal(read(requestFrom('10.0.0.1', { host: 'a b', origin: 'http://a b' })).isOwnOrigin, false);
  assert.equal(read(requestFrom('10.0.0.1', { host: 'a b' })).isOwnOrigin, true, 'no page at all');
  assert.equal(read(requestFrom('10.0.0.1', { origin: 'http://chat.example:8085' })).isOwnOrigin, true);
});
