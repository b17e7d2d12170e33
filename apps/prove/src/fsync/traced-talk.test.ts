import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../random.ts';
import { findObstacle } from './strace.ts';
import { traceTalk } from './traced-talk.ts';

const MESSAGES = 60;
const obstacle = findObstacle();

if (obstacle) {
  test('that each acknowledgement followed its own sync is NOT shown here', (t) => t.diagnostic(obstacle));
} else {
  test('each acknowledgement follows the sync of its own message, as `pnpm prove:fsync` shows at length', async (t) => {
    const talk = await traceTalk({ people: 4, messages: MESSAGES, random: seededRandom(t) });
    assert.deepEqual(talk.objections, []);
    assert.equal(talk.acknowledged, MESSAGES);
    assert.equal(talk.courses.size, MESSAGES);
    t.diagnostic(`${talk.commits} transactions and ${talk.syncs} syncs`);
  });
}
