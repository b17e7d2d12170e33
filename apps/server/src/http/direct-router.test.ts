import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from './testing/test-server.ts';

test('D1: a direct room is made once for the same people, and each is told the others’ names', async () => {
  await using server = await startTestServer();
  const [ada, lin] = [await server.member('Ada'), await server.member('Lin')];
  const [adaId, linId] = [await ada.id(), await lin.id()];
  const made = await ada.asks('POST', '/api/direct', { body: { people: [linId] } });
  assert.equal(made.status, 201);
  assert.deepEqual(made.body.room.people, [{ id: linId, name: 'Lin' }]);
  const found = await lin.asks('POST', '/api/direct', { body: { people: [adaId] } });
  assert.equal(found.status, 200);
  assert.deepEqual([found.body.room.id, found.body.room.name], [made.body.room.id, 'Ada']);

  for (const people of [undefined, [], ['no id!'], [adaId], 'Lin']) {
    const refused = await ada.asks('POST', '/api/direct', { body: { people } });
    assert.deepEqual([refused.status, refused.code], [400, 'bad_request'], String(people));
  }
  const max = await server.member('Max');
  const seen = await max.asks('GET', `/api/rooms/${made.body.room.id}`);
  assert.deepEqual([seen.status, seen.code], [404, 'not_found']);
});
