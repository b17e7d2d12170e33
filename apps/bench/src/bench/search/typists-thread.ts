import { parentPort, workerData } from 'node:worker_threads';
import { SeededRandom } from '@skein/client/testing/random';
import { clientWith } from '../community.ts';
import { flood, typeWords } from './typing.ts';
import type { Typing } from './typists.ts';

// The entry of the thread of `besideTypists`. It says `begun`, and at the end how often they asked the server.

const { url, tokens, words, manner, seed } = workerData as Typing;
const enough = new AbortController();
parentPort!.once('message', () => enough.abort());
parentPort!.postMessage('begun');
const search = manner === 'typing' ? typeWords : flood;
const asked = await Promise.all(
  tokens.map((token, index) => {
    const { rest } = clientWith(url, token);
    const own = words.filter((_, place) => place % tokens.length === index);
    const order = index % 2 === 0 ? 'newest' : 'best';
    return search({ rest, words: own, order, random: new SeededRandom(seed + index) }, enough.signal);
  }),
);
parentPort!.postMessage(asked.reduce((sum, count) => sum + count, 0));
process.exit();
