import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServedFolder } from './testing/served-folder.ts';

const HTML = 'text/html; charset=utf-8';

test('a file is served with its type, length, tag, date and nosniff, and without a policy of ours', async () => {
  await using served = await ServedFolder.open({ 'folder/notes/a.txt': 'grüße' });
  const { status, headers, text } = await served.ask('/notes/a.txt');
  assert.equal(status, 200);
  assert.equal(text, 'grüße');
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
  assert.equal(headers['content-length'], '7');
  assert.match(headers.etag ?? '', /^"[\w-]{20,}"$/);
  assert.ok(Date.parse(headers['last-modified'] ?? '') <= Date.now());
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['accept-ranges'], 'bytes');
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(headers['content-security-policy'], undefined);
});

for (const [name, type] of [
  ['a.html', HTML],
  ['a.css', 'text/css; charset=utf-8'],
  ['a.mjs', 'text/javascript; charset=utf-8'],
  ['a.json', 'application/json; charset=utf-8'],
  ['a.svg', 'image/svg+xml'],
  ['a.webp', 'image/webp'],
  ['a.woff2', 'font/woff2'],
  ['a.mp4', 'video/mp4'],
  ['noextension', 'application/octet-stream'],
  ['a.unheardof', 'application/octet-stream'],
] as const) {
  test(`${name} is ${type}`, async () => {
    await using served = await ServedFolder.open({ [`folder/${name}`]: 'x' });
    assert.equal((await served.ask(`/${name}`)).headers['content-type'], type);
  });
}

test('names with spaces, emoji, percent signs, backslashes and decomposed letters are found, as they are written', async () => {
  const names = [
    'two words.txt',
    '🧶.txt',
    '100%.txt',
    'back\\slash.txt',
    'e\u0301.txt',
    'a+b&c=d;e.txt',
    'q?#.txt',
    '%2e%2e',
  ];
  await using served = await ServedFolder.open(Object.fromEntries(names.map((name) => [`folder/d/${name}`, name])));
  for (const name of names) assert.equal((await served.ask(`/d/${encodeURIComponent(name)}`)).text, name);
  assert.equal((await served.ask('/d/%C3%A9.txt')).status, 404);
});

test('an empty file is served as one', async () => {
  await using served = await ServedFolder.open({ 'folder/empty.txt': '' });
  const { status, headers, bytes } = await served.ask('/empty.txt');
  assert.deepEqual([status, headers['content-length'], bytes.byteLength], [200, '0', 0]);
});

test('the root is the folder’s index.html, also under its own name', async () => {
  await using served = await ServedFolder.open({ 'folder/index.html': '<h1>Home' });
  for (const path of ['/', '/?from=mail', '/index.html']) assert.equal((await served.ask(path)).text, '<h1>Home');
});

test('without an index.html, or without a folder, the root leads to the chat', async () => {
  await using served = await ServedFolder.open({ 'folder/a.txt': 'x' });
  await using bare = await ServedFolder.open({}, { folder: undefined });
  for (const each of [served, bare]) {
    const { status, headers } = await each.ask('/');
    assert.deepEqual([status, headers.location], [302, '/chat/']);
  }
});

test('a directory with an index.html gets its slash, and keeps its query', async () => {
  await using served = await ServedFolder.open({ 'folder/my docs/index.html': 'docs' });
  const { status, headers } = await served.ask('/my%20docs?page=2');
  assert.deepEqual([status, headers.location], [301, '/my%20docs/?page=2']);
  assert.equal((await served.ask('/my%20docs/')).text, 'docs');
});

test('a directory without an index.html is not listed', async () => {
  await using served = await ServedFolder.open({ 'folder/plain/secret-name.txt': 'x' });
  for (const path of ['/plain', '/plain/']) {
    const { status, text } = await served.ask(path);
    assert.equal(status, 404);
    assert.doesNotMatch(text, /secret-name/);
  }
});

test('HEAD is answered with the headers of GET and no body, whatever the answer is', async () => {
  await using served = await ServedFolder.open({ 'folder/a.txt': 'hello', 'folder/big.bin': Buffer.alloc(300_000) });
  for (const path of ['/a.txt', '/big.bin', '/missing', '/bad%zz', '/']) {
    const [get, head] = [await served.ask(path), await served.ask(path, { method: 'HEAD' })];
    assert.equal(head.status, get.status);
    assert.equal(head.bytes.byteLength, 0);
    assert.deepEqual({ ...head.headers, date: '' }, { ...get.headers, date: '' });
  }
});

test('other methods are refused with those that are allowed', async () => {
  await using served = await ServedFolder.open({ 'folder/a.txt': 'hello' });
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    const { status, headers } = await served.ask('/a.txt', { method });
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD']);
  }
});

test('what belongs to /api and /ws is not answered here, even where the folder has such names', async () => {
  await using served = await ServedFolder.open({
    'folder/api/x.txt': 'api',
    'folder/ws': 'ws',
    'folder/chat/x.txt': 'chat',
    'folder/apiary.txt': 'bees',
  });
  for (const path of ['/api', '/api/x.txt', '/api?x', '/ws', '/ws?x', 'http://example.org/api/x']) {
    assert.equal((await served.ask(path)).status, 418, path);
  }
  for (const path of ['/%61pi/x.txt', '/%77s', '/chat/x.txt', '/%63hat/x.txt']) {
    assert.doesNotMatch((await served.ask(path)).text, /^(api|ws|chat)$/, path);
  }
  assert.equal((await served.ask('/apiary.txt')).text, 'bees');
  assert.equal(served.warnings.length, 3);
});

test('the chat is served below /chat/ with its policy, its assets for ever and its page never unasked', async () => {
  await using served = await ServedFolder.open({ 'dist/index.html': '<p>chat', 'dist/assets/app-1a2b.js': 'run()' });
  const page = await served.ask('/chat/');
  assert.deepEqual([page.text, page.headers['cache-control']], ['<p>chat', 'no-cache']);
  assert.match(String(page.headers['content-security-policy']), /script-src 'self'/);
  assert.doesNotMatch(String(page.headers['content-security-policy']), /unsafe/);
  const asset = await served.ask('/chat/assets/app-1a2b.js');
  assert.deepEqual([asset.text, asset.headers['cache-control']], ['run()', 'public, max-age=31536000, immutable']);
  const { status, headers } = await served.ask('/chat?room=lobby');
  assert.deepEqual([status, headers.location], [301, '/chat/?room=lobby']);
});

test('an unknown path below the chat is our 404 page, not the folder’s', async () => {
  await using served = await ServedFolder.open({ 'dist/index.html': 'chat', 'folder/404.html': 'own' });
  const { status, text } = await served.ask('/chat/nowhere');
  assert.equal(status, 404);
  assert.match(text, /href="\/chat\/"/);
});

test('a chat that was not built says so, and is served once it was', async () => {
  await using served = await ServedFolder.open({});
  const { status, headers, text } = await served.ask('/chat/');
  assert.deepEqual([status, headers['retry-after']], [503, '10']);
  assert.match(text, /pnpm build/);
  await served.write('dist/index.html', 'built');
  await served.askUntil('/chat/', (answer) => answer.text === 'built');
});

test('a missing page is the folder’s own 404.html, else its error.html, with status 404', async () => {
  await using served = await ServedFolder.open({ 'folder/404.html': 'own 404', 'folder/error.html': 'own error' });
  await using other = await ServedFolder.open({ 'folder/error.html': 'own error' });
  const own = await served.ask('/deep/down', { headers: { 'if-none-match': '*', range: 'bytes=0-1' } });
  assert.deepEqual([own.status, own.text, own.headers['content-type']], [404, 'own 404', HTML]);
  const error = await other.ask('/deep/down');
  assert.deepEqual([error.status, error.text], [404, 'own error']);
});

test('our pages show what was asked for, escaped, under a policy that allows nothing but their style and icon', async () => {
  await using served = await ServedFolder.open({});
  for (const [path, status] of [
    [`/${encodeURIComponent('<img src=x onerror="alert(1)">\u202egnp')}`, 404],
    ['/<b>"x"</b>%zz', 400],
  ] as const) {
    const answer = await served.ask(path);
    assert.equal(answer.status, status);
    assert.equal(answer.headers['content-type'], HTML);
    assert.match(
      String(answer.headers['content-security-policy']),
      /^default-src 'none'; img-src 'self'; style-src 'sha256-[\w+/]+={0,2}';/,
    );
    assert.doesNotMatch(answer.text, /<img|<b>|\u202e/);
  }
  const { text } = await served.ask('/%3Cimg%20alt=%22x%22%3E%E2%80%AEgnp');
  assert.match(text, /\/&lt;img alt=&quot;x&quot;&gt;\\u\{202e\}gnp/);
});

test('who accepts no HTML gets a missing page as text', async () => {
  await using served = await ServedFolder.open({});
  const { headers, text } = await served.ask('/x', { headers: { accept: 'application/json' } });
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
  assert.match(text, /^This thread ends here\n/);
});

test('a folder that is not there is refused', async () => {
  await using served = await ServedFolder.open({});
  await assert.rejects(served.serve({ folder: `${served.folder}/none` }), { code: 'ENOENT' });
});
