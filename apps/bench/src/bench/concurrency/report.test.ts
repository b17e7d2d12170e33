import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConcurrencyArguments } from './arguments.ts';
import { concurrencyToMarkdown } from './report.ts';
import { resultOf } from './requests.ts';
import { summarizeRequests, type ConcurrencyResults, type RequestRun } from './results.ts';

/** Three rounds in which the pool answers twice as many requests as one loop, at another speed in each round. */
const SPEEDS = [1_000, 2_000, 4_000];

function request(round: number, contestant: string, requests: number): RequestRun {
  const figures = {
    requests,
    seconds: 1,
    p50Ms: 1,
    p99Ms: 2,
    maxMs: 3,
    failed: 0,
    cpuSeconds: 1,
    memoryBytes: 2 ** 20,
  };
  return { round, contestant, kind: 'capacity', figures };
}

const RESULTS: ConcurrencyResults = {
  machine: { processor: 'one', cores: 2, memoryGigabytes: 4, system: 'Linux', node: 'v26' },
  date: '2026-01-01',
  loadBefore: 0,
  rounds: 3,
  seconds: 1,
  delayMs: 20,
  measureMs: 1_000,
  contestants: [
    { key: 'async', title: 'async' },
    { key: 'thread-pool', title: 'thread-pool' },
  ],
  requests: SPEEDS.flatMap((speed, index) => [
    request(index + 1, 'async', speed),
    request(index + 1, 'thread-pool', 2 * speed),
  ]),
  chat: [
    {
      round: 1,
      contestant: 'async',
      figures: {
        clients: 1_000,
        deliveriesPerSecond: 5,
        p50Ms: 1,
        p99Ms: 2,
        cpuMicroseconds: 3,
        memoryBytes: 2 ** 20,
        wrong: 1,
      },
    },
  ],
  failures: ['round 1: it did not start'],
};

test('a run is summed up by its best and its median', () => {
  const summary = summarizeRequests(RESULTS, 'async', 'capacity');
  assert.equal(summary?.best, 4_000);
  assert.equal(summary?.perSecond, 2_000);
  assert.equal(summary?.cpuPerThousand, 0.5);
  assert.equal(summarizeRequests(RESULTS, 'async', 'paced'), undefined);
});

test('the report compares within rounds, marks what went wrong and says what is missing', () => {
  const text = concurrencyToMarkdown(RESULTS);
  assert.match(
    text,
    /requests, as many as it can \| +2\.00 × \/ – \| +1\.00 × \/ – \| +1\.00 × \/ – \| +0\.5 × \/ – \| +1\.00 × \/ – \|/,
  );
  assert.match(text, /\| async +\| +4,000 \| +2,000 \| +1\.00 \/ 2\.00 \| +0\.5 \| +1\.00 \| +0 \|/);
  assert.match(text, /\| 5\.00; 1\.00 \/ 2\.00 ! \|/);
  assert.match(text, /the pool answers 2\.00 × the requests of one loop/);
  assert.match(text, /it did not start/);
});

test('what wrk prints is read, and nothing is taken for a result that is none', () => {
  const line = '{"requests":12,"seconds":1.5,"p50Ms":0.1,"p99Ms":0.2,"maxMs":0.3,"failed":0}';
  assert.equal(resultOf(`Running 1s test\n\nRESULT ${line}\n`).requests, 12);
  assert.throws(() => resultOf('unable to connect'), /wrk gave no result:\nunable to connect/);
});

test('only known contestants can be asked for, and rooms of whole numbers', () => {
  assert.deepEqual(parseConcurrencyArguments(['--only', 'fibres']), {
    kind: 'mistake',
    message:
      'There is no "fibres"; there are baseline, async, thread-pool, thread-pool-4, thread, process-pool, process.',
  });
  const parsed = parseConcurrencyArguments(['--clients', '1,20']);
  assert.deepEqual(parsed.kind === 'run' && parsed.options.clients, [1, 20]);
  assert.equal(parseConcurrencyArguments(['--clients', '1,few']).kind, 'mistake');
});
