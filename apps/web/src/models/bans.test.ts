import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestClient } from '@skein/client/rest-client';
import { type Ban, Bans } from './bans.ts';

const lin: Ban = { id: 'l', name: 'Lin', by: 'Ada', at: 1 };
const max: Ban = { id: 'm', name: 'Max', by: 'Ada', at: 2 };

test('who is kept out comes page by page, and leaves the list once let in', async () => {
  const asked: unknown[] = [];
  const rest: Pick<RestClient, 'bans' | 'unban'> = {
    bans: async (_, after) => ({ ok: true, value: after === undefined ? { bans: [lin], next: 'x' } : { bans: [max] } }),
    unban: async (...which) => {
      asked.push(which);
      return which[1] === 'l' ? { ok: true, value: undefined } : { ok: false, error: 'offline' };
    },
  };
  const bans = new Bans('tea', rest);
  await bans.load();
  await bans.more();
  assert.deepEqual(bans.list.value, [lin, max]);
  assert.equal(bans.next.value, undefined);
  assert.equal(await bans.letIn(lin), true);
  assert.equal(await bans.letIn(max), false);
  assert.deepEqual([bans.list.value, bans.trouble.value], [[max], 'offline']);
  assert.deepEqual(asked, [
    ['tea', 'l'],
    ['tea', 'm'],
  ]);
});
