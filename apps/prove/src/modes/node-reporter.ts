import type { TestEvent } from 'node:test/reporters';
import { NO_REASON, type NotRun, type Outcome } from './outcome.ts';

/** Reports a run of node:test as an `Outcome` in JSON. */
// oxlint-disable-next-line import/no-default-export -- node:test asks for it
export default async function* outcomeOf(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  const failed: string[] = [];
  const notRun: NotRun[] = [];
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { name, skip, details } = data;
    if (skip !== undefined) notRun.push({ title: name, reason: typeof skip === 'string' ? skip : NO_REASON });
    else if (type === 'test:fail') failed.push(name);
    else if (details.type !== 'suite') passed++;
  }
  yield JSON.stringify({ passed, failed, notRun } satisfies Outcome);
}
