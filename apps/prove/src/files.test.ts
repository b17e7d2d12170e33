import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeClientId } from '@skein/protocol/client-id';
import type { UploadView } from '@skein/protocol/files';
import { House } from './house.ts';
import { registered, type Person } from './person.ts';
import { until } from './until.ts';

// What the real process makes of files: uploads, the process that looks into them, and what a kill leaves behind.

const LOBBY = 'lobby';
const ONE_PIXEL = Buffer.from('R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs=', 'base64');

async function asks(house: House, { node }: Person, method: string, path: string, body?: object | Buffer) {
  const isBytes = Buffer.isBuffer(body);
  const headers = {
    'content-type': isBytes ? 'application/octet-stream' : 'application/json',
    ...(isBytes ? { 'upload-offset': '0' } : {}),
  };
  const sent = body && { headers, body: isBytes ? new Uint8Array(body) : JSON.stringify(body) };
  return node.fetch(`${house.url}/api${path}`, { method, ...sent });
}

async function uploads(house: House, who: Person, content: Buffer): Promise<UploadView> {
  const made = await asks(house, who, 'POST', '/uploads', { name: 'dot.gif', size: content.length });
  const { id } = (await made.json()) as UploadView;
  return (await (await asks(house, who, 'PATCH', `/uploads/${id}`, content)).json()) as UploadView;
}

test('a posted file survives a kill, and what the kill left of others is swept up', async () => {
  await using house = await House.open({ args: ['--workers', '2'] });
  const ada = await registered(house.url, 'Ada');
  const { file } = await uploads(house, ada, ONE_PIXEL);
  assert.deepEqual([file?.type, file?.width, file?.height], ['image/gif', 1, 1]);
  const id = makeClientId(Date.now(), new Uint8Array(6));
  const post = { id, body: '', files: [file!.id] };
  const posted = await asks(house, ada, 'POST', `/rooms/${LOBBY}/messages`, post);
  assert.equal(posted.status, 201);

  await house.server.kill();
  const folder = join(house.dataFolder, 'files');
  for (const name of ['orphan', 'orphan.thumb', 'orphan.part', `${file!.id}.part`, `${file!.id}.new.part`]) {
    await writeFile(join(folder, name), 'left behind');
  }
  await house.startAgain();
  await until('the sweep', async () => (await readdir(folder)).length === 1);
  const back = await asks(house, ada, 'GET', `/files/${file!.id}`);
  assert.deepEqual(Buffer.from(await back.arrayBuffer()), ONE_PIXEL);
  assert.equal((await asks(house, ada, 'POST', `/rooms/${LOBBY}/messages`, post)).status, 200, 'the same post again');

  const { seq } = (await posted.json()) as { seq: number };
  assert.equal((await asks(house, ada, 'DELETE', `/rooms/${LOBBY}/messages/${seq}`)).status, 200);
  await until('the bytes to be gone', async () => (await readdir(folder)).length === 0);
  assert.equal((await asks(house, ada, 'GET', `/files/${file!.id}`)).status, 404);
  assert.deepEqual(house.errors(), []);
});
