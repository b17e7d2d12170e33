import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profiler } from 'node:inspector';
import { addUp, costsOf } from './costs.ts';

function node(id: number, functionName: string, url: string, children: number[] = []): Profiler.ProfileNode {
  return { id, callFrame: { functionName, url, scriptId: '0', lineNumber: 6, columnNumber: 0 }, children };
}

const PROFILE: Profiler.Profile = {
  startTime: 0,
  endTime: 100,
  nodes: [
    node(1, '(root)', '', [2, 3, 6]),
    node(2, '(idle)', ''),
    node(3, 'flush', 'file:///house/apps/server/src/hub/hub.ts', [4]),
    node(4, 'writeGeneric', 'node:internal/stream_base_commons', [5, 7]),
    node(5, 'writeBuffer', ''),
    node(6, '(garbage collector)', ''),
    node(7, 'someNative', ''),
  ],
  samples: [2, 3, 4, 5, 5, 6, 7],
  timeDeltas: [50, 1, 2, 3, 4, 5, 6],
};

test('self time is counted by function, with its place in the project, and idle time is not', () => {
  const costs = costsOf(PROFILE, 'file:///house/');
  assert.deepEqual(
    costs.map(({ name, microseconds }) => [name, microseconds]),
    [
      ['writeBuffer ← writeGeneric node:internal/stream_base_commons:7', 7],
      ['someNative ← writeGeneric node:internal/stream_base_commons:7', 6],
      ['(garbage collector)', 5],
      ['writeGeneric node:internal/stream_base_commons:7', 2],
      ['flush apps/server/src/hub/hub.ts:7', 1],
    ],
  );
});

test('a native function counts for its caller unless it is known for itself', () => {
  assert.deepEqual(
    addUp(costsOf(PROFILE, 'file:///house/'), ({ group }) => group),
    [
      ['net and streams', 8],
      ['kernel write', 7],
      ['garbage collection', 5],
      ['hub', 1],
    ],
  );
});
