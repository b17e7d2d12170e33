import { patchSources } from '@skein/shared-memory/testing/source-patches';
import { parentPort, workerData } from 'node:worker_threads';
import { bugNamed } from './planted-bugs.ts';
import type { RunOptions } from './run-seed.ts';
import { tightSizes } from './tight-sizes.ts';
import { replaceNode } from './virtual-node.ts';

// A thread that runs seeds: another Node and other sizes first, the product's sources after them.

export interface SimulationThreadData {
  /** The name of a planted bug: see planted-bugs.ts. */
  readonly bug?: string;
}

const { bug } = workerData as SimulationThreadData;
const unused = patchSources(bug === undefined ? tightSizes : [...tightSizes, ...bugNamed(bug)]);
replaceNode();
const { runSeed } = await import('./run-seed.ts');
if (unused().length > 0) throw new Error(`not loaded, so not patched: ${unused().join(', ')}`);

parentPort!.on('message', (options: RunOptions) => {
  void runSeed(options).then((outcome) => parentPort!.postMessage(outcome));
});
