import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Findings, percentile } from './findings.ts';
import { readGroupCommit } from './group-commit.ts';
import { summarize } from './summary.ts';

test('a percentile is the value that this share does not exceed', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.deepEqual(
    [0, 0.5, 0.95, 0.99, 1].map((share) => percentile(values, share)),
    [1, 50, 95, 99, 100],
  );
  assert.equal(percentile([], 0.5), 0);
});

test('problems are counted, each shown once, and not more than twenty', () => {
  const findings = new Findings();
  for (let index = 0; index < 25; index++) findings.problem(`problem ${index}`);
  findings.problem('problem 3');
  assert.equal(findings.problems.length, 21);
  assert.equal(findings.problems[3], 'problem 3 (2 times)');
  assert.equal(findings.problems[20], 'and 5 more');
});

test('the summary says whether all was right, and how many changes shared a commit where the server told', () => {
  const findings = new Findings();
  const facts = { clients: 2, seed: 1, elapsedMs: 1_500 };
  assert.match(summarize(findings, facts), /Everything was as it should be\.$/);
  assert.doesNotMatch(summarize(findings, facts), /commit,/);
  const groupCommit = readGroupCommit(['not json', '{"msg":"the ledger is closed","commits":4,"commands":30}']);
  assert.match(summarize(findings, { ...facts, groupCommit }), /30 changes in 4 commits, 7\.5 to a commit/);
  findings.problem('it was cold');
  assert.match(summarize(findings, facts), /- it was cold$/);
});
