import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { OPTION_NAMES, variableOf } from './config-options.ts';
import { parseConfig, VERSION, type Config } from './config.ts';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'skein-config-')));
after(() => rmSync(place, { recursive: true }));
const site = join(place, 'site');
const file = join(place, 'file');
mkdirSync(site);
writeFileSync(file, 'no certificate');

function configOf(argv: string[], env: Record<string, string> = {}): Config {
  const parsed = parseConfig(argv, env);
  if (parsed.kind !== 'config') assert.fail(JSON.stringify(parsed));
  return parsed.config;
}

function refusalOf(argv: string[], env: Record<string, string> = {}): string {
  const parsed = parseConfig(argv, env);
  if (parsed.kind !== 'error') assert.fail(JSON.stringify(parsed));
  assert.doesNotMatch(parsed.message, /\n/, 'a refusal is one line');
  return parsed.message;
}

test('without options the chat listens on port 8085 of every address, with its data in the clone', () => {
  const { workers, connections, ...config } = configOf([]);
  assert.ok(workers >= 1 && workers <= 8);
  assert.ok(connections >= 4 && connections <= 64);
  assert.deepEqual(config, {
    port: 8085,
    host: undefined,
    concurrency: 'thread-pool',
    delayMs: 0,
    folder: undefined,
    dataFolder: join(import.meta.dirname, '../../../skein-data'),
    tls: undefined,
    files: { fileBytes: 100_000_000, accountBytes: 2_000_000_000, serverBytes: 20_000_000_000 },
    trustProxy: [],
    publicUrl: undefined,
    verbose: false,
  });
});

test('the command serve may be named', () => {
  assert.deepEqual(configOf(['serve', '-p', '9000']), configOf(['-p', '9000']));
});

test('flags come long, short, joined and grouped', () => {
  assert.equal(configOf(['--port', '1']).port, 1);
  assert.equal(configOf(['--port=2']).port, 2);
  const { port, verbose, folder } = configOf(['-vp', '3', '-f', site]);
  assert.deepEqual({ port, verbose, folder }, { port: 3, verbose: true, folder: site });
});

test('every setting has an environment variable', () => {
  const env = {
    SKEIN_PORT: '0',
    SKEIN_HOST: '[::1]',
    SKEIN_CONCURRENCY: 'process',
    SKEIN_WORKERS: '4',
    SKEIN_CONNECTIONS: '20',
    SKEIN_DELAY: '100',
    SKEIN_FOLDER: site,
    SKEIN_DATA: join(place, 'data'),
    SKEIN_TRUST_PROXY: 'loopback, 192.0.2.7,2001:db8::/32',
    SKEIN_PUBLIC_URL: 'https://chat.example.org/',
    SKEIN_FILE_SIZE: '0',
    SKEIN_ACCOUNT_FILES: '10',
    SKEIN_ALL_FILES: '20',
    SKEIN_VERBOSE: 'yes',
  };
  assert.deepEqual(configOf([], env), {
    port: 0,
    host: '::1',
    concurrency: 'process',
    workers: 4,
    connections: 20,
    delayMs: 100,
    folder: site,
    dataFolder: join(place, 'data'),
    files: { fileBytes: 0, accountBytes: 10_000_000, serverBytes: 20_000_000 },
    tls: undefined,
    trustProxy: ['127.0.0.0/8', '::1/128', '192.0.2.7', '2001:db8::/32'],
    publicUrl: 'https://chat.example.org',
    verbose: true,
  });
  const unnamed = OPTION_NAMES.map(variableOf).filter((name) => name !== undefined && !(name in env));
  assert.deepEqual(unnamed, ['SKEIN_TLS_CERT', 'SKEIN_TLS_KEY']);
});

test('a flag wins over the environment, and an empty variable is none', () => {
  assert.equal(configOf(['-p', '1'], { SKEIN_PORT: '2' }).port, 1);
  assert.equal(configOf([], { SKEIN_PORT: '' }).port, 8085);
});

test('a configuration can be handed to a worker', () => {
  const config = configOf(['--trust-proxy', 'loopback', '--public-url', 'http://chat.example.org:8085']);
  assert.deepEqual(structuredClone(config), config);
  assert.equal(config.publicUrl, 'http://chat.example.org:8085');
});

test('--help names every option and variable, even beside a mistake in a value', () => {
  const parsed = parseConfig(['-p', 'x', '--help'], {});
  assert.equal(parsed.kind, 'help');
  const text = parsed.kind === 'help' ? parsed.text : '';
  for (const name of OPTION_NAMES) {
    assert.ok(text.includes(`--${name}`), name);
    assert.ok(text.includes(variableOf(name) ?? ''), name);
  }
});

test('--version gives the version of the server', () => {
  assert.deepEqual(parseConfig(['--version'], {}), { kind: 'version', text: `skein ${VERSION}` });
});

test('the mode of concurrency is one of five', () => {
  for (const mode of ['thread', 'thread-pool', 'process', 'process-pool', 'async']) {
    assert.equal(configOf(['-c', mode]).concurrency, mode);
  }
  assert.equal(
    refusalOf(['-c', 'fork']),
    '-c must be one of thread, thread-pool, process, process-pool, async, not "fork".',
  );
});

test('a delay may be left to its default, alone, in a group and before another flag', () => {
  assert.equal(configOf(['-d', '250']).delayMs, 250);
  assert.equal(configOf(['-d250']).delayMs, 250);
  assert.equal(configOf(['--delay=250']).delayMs, 250);
  assert.equal(configOf(['-d']).delayMs, 1_000);
  const { delayMs, verbose } = configOf(['-vd', '--port', '1']);
  assert.deepEqual({ delayMs, verbose }, { delayMs: 1_000, verbose: true });
  assert.equal(configOf(['--delay', '-v']).delayMs, 1_000);
  assert.match(refusalOf(['-d', '5001']), /^-d must be a whole number from 0 to 5000/);
});

test('a number that is none, or out of bounds, is named with where it came from', () => {
  assert.equal(refusalOf(['-p', 'http']), '-p must be a whole number from 0 to 65535, not "http".');
  assert.match(refusalOf(['--port', '65536']), /^--port must be .* not "65536"/);
  assert.match(refusalOf([], { SKEIN_WORKERS: '0' }), /^SKEIN_WORKERS must be a whole number from 1 to 31/);
  assert.match(refusalOf([], { SKEIN_VERBOSE: 'perhaps' }), /^SKEIN_VERBOSE must be 1 or 0/);
});

test('an unknown option is refused with the nearest one, if one is near', () => {
  assert.match(refusalOf(['--prot', '1']), /no option --prot\. Did you mean --port\?/);
  assert.match(refusalOf(['--tsl-key=x']), /Did you mean --tls-key\?/);
  assert.doesNotMatch(refusalOf(['--colour']), /Did you mean/);
  assert.match(refusalOf(['-x']), /no option -x\. --help lists them all/);
  assert.match(refusalOf(['--constructor']), /no option --constructor/);
});

test('another command is refused with a word on how npm passes options', () => {
  assert.match(refusalOf(['9000']), /no command "9000".*npm start -- --port 8085/);
});

test('a value that is missing, or given to a switch, is refused', () => {
  assert.equal(refusalOf(['--port']), '--port needs a value: --port N');
  assert.equal(refusalOf(['--port', '--verbose']), '--port needs a value: --port N');
  assert.match(refusalOf(['--port=']), /needs a value/);
  assert.match(refusalOf(['--verbose=1']), /takes no value/);
});

test('a folder that is not there, or is a file, is refused', () => {
  assert.equal(
    refusalOf(['-f', join(place, 'nowhere')]),
    `-f names something that is not there: ${join(place, 'nowhere')}`,
  );
  assert.match(refusalOf(['--folder', file]), /a file where a folder is needed/);
  assert.match(refusalOf([], { SKEIN_DATA: file }), /^SKEIN_DATA names a file/);
});

test('a hosted folder that holds the data folder is refused, through symbolic links as well', () => {
  assert.match(refusalOf(['-f', place, '--data', join(place, 'not/there/yet')]), /would show the data folder/);
  assert.match(refusalOf(['-f', site, '--data', site]), /would show the data folder/);
  const link = join(place, 'link');
  symlinkSync(place, link);
  assert.match(refusalOf(['-f', link, '--data', join(place, 'data')]), /would show the data folder/);
  assert.equal(configOf(['-f', site, '--data', join(place, '..data')]).folder, site);
});

test('certificate and key are needed together, as files that fit', () => {
  assert.match(refusalOf(['--tls-cert', file]), /--tls-cert needs --tls-key/);
  assert.match(refusalOf([], { SKEIN_TLS_KEY: file }), /--tls-key needs --tls-cert/);
  assert.match(refusalOf(['--tls-cert', site, '--tls-key', file]), /--tls-cert names a folder where a file is needed/);
  assert.match(refusalOf(['--tls-cert', file, '--tls-key', file]), /cannot be used/);
});

test('a certificate and its key switch TLS on, unless the key lies in the hosted folder', () => {
  const cert = join(place, 'cert.pem');
  const key = join(place, 'key.pem');
  writeFileSync(cert, TEST_CERTIFICATE);
  writeFileSync(key, TEST_KEY);
  assert.deepEqual(configOf(['--tls-cert', cert, '--tls-key', key]).tls, { cert, key });
  const served = join(site, 'key.pem');
  writeFileSync(served, TEST_KEY);
  assert.match(refusalOf(['-f', site, '--tls-cert', cert, '--tls-key', served]), /would show the private key/);
});

test('a public URL is an origin', () => {
  for (const url of [
    'chat.example.org',
    'ftp://chat.example.org',
    'https://chat.example.org/chat/',
    'https://a@chat.example.org',
  ]) {
    assert.match(refusalOf(['--public-url', url]), /--public-url must be http/, url);
  }
});

test('a trusted proxy is an address, a range or a word for some', () => {
  for (const list of ['proxy.example.org', '10.0.0.0/33', '::1/129', 'loopback,', '1.2.3']) {
    assert.match(refusalOf(['--trust-proxy', list]), /--trust-proxy must list addresses/, list);
  }
});

test('a host is an address or a name, without a port', () => {
  assert.equal(configOf(['--host', 'localhost']).host, 'localhost');
  assert.match(refusalOf(['--host', '127.0.0.1:80']), /without a port/);
});

// Self-signed for localhost and used nowhere else.
const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUShSpznz/yLGFsfVExRlwZKmduXcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTAwMjMxOFoYDzIxMjYxMDI4
MDAyMzE4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATn7I9KfrmiYzVWLjk6q4a7nFYN9fYlYH+IRbLORgU93FdXVc9unKqe
DiRpzxwE1gfd3T7vw4F98i4txo+UUrWxo1MwUTAdBgNVHQ4EFgQUxtbLgbCGWbNT
lAuF9GpU0//0DFMwHwYDVR0jBBgwFoAUxtbLgbCGWbNTlAuF9GpU0//0DFMwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAwlI9eIa6p5nyglRbJPVJK
AAz3tAdlzWw4LgTXQhG+RAIhAOxu2QQZAdW1mVzKIw5yL/luUSGA1Kf/o4RY5iRZ
tjhj
-----END CERTIFICATE-----`;
const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGUHR3g7VvM9P9gK6
G3FOxJXr3/FExR19mTfW4qOcLk6hRANCAATn7I9KfrmiYzVWLjk6q4a7nFYN9fYl
YH+IRbLORgU93FdXVc9unKqeDiRpzxwE1gfd3T7vw4F98i4txo+UUrWx
-----END PRIVATE KEY-----`;
