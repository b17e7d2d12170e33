import { workerData, type MessagePort } from 'node:worker_threads';
import { pino } from 'pino';
import { accepted } from '../../result.ts';
import { Answerer } from '../answerer.ts';
import { TEST_BOUNDS, type TestTasks } from './tasks.ts';

// A background thread of the tests: it doubles numbers and dies of 13.

const { port } = workerData as { readonly port: MessagePort };
const handlers = {
  double: ({ number }: { number: number }) => (number === 13 ? process.exit(1) : accepted(2 * number)),
  wait: () => new Promise<never>(() => undefined),
};
new Answerer<TestTasks>({ handlers, bounds: TEST_BOUNDS, log: pino({ level: 'silent' }) }).serve(port);
