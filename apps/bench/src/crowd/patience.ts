import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '@skein/client/rest-client';
import type { Findings } from './findings.ts';

/** What the crowd asked for and did not get. */
export class Disappointment extends Error {}

/**
 * Asks until the server has time, waiting as long as it says.
 * @throws Disappointment where it refuses for another reason, or does not answer
 */
export async function patiently<T>(what: string, findings: Findings, ask: () => Promise<Result<T>>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.ok) return answer.value;
    if (answer.error === 'offline') throw new Disappointment(`${what}: no answer`);
    const isForNow = answer.status === 429 || answer.status === 503;
    if (!isForNow || answer.error.retryAfterMs === undefined) {
      throw new Disappointment(`${what}: refused with ${answer.status} ${answer.error.code}`);
    }
    findings.waits++;
    await sleep(answer.error.retryAfterMs);
  }
}
