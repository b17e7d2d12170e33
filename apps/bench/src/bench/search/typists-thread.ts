import { parentPort, workerData } from 'node:worker_threads';
import { clientWith } from '../community.ts';
import { keepTyping } from './measurements.ts';
import type { Typing } from './typists.ts';

// The entry of the thread of `besideTypists`.

const { url, tokens, queries } = workerData as Typing;
const enough = new AbortController();
parentPort!.once('message', () => enough.abort());
parentPort!.postMessage('begun');
await Promise.all(
  tokens.map((token, index) =>
    keepTyping(clientWith(url, token), queries, index % 2 === 0 ? 'newest' : 'best', enough.signal),
  ),
);
process.exit();
