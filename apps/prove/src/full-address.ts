import type { IncomingMessage } from 'node:http';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import type { House } from './house.ts';
import { upgrade } from './wire.ts';

/** Connections of one address at a time, over all workers. */
export const CONNECTIONS_PER_ADDRESS = 2_000;
const AT_A_TIME = 100;

/** The connections that an address of this machine was granted, until it is disposed of. */
export interface FullAddress extends Disposable {
  readonly granted: number;
  /** The answer to the first that was one too many. */
  readonly refusal: IncomingMessage;
}

/**
 * Asks for as many connections as one address may have, and one more. The last of them one by one: a worker that cannot
 * have the lock of the counts at once lets a connection pass and counts it a moment later.
 */
export async function fillAddress({ url, operator }: House, localAddress: string): Promise<FullAddress> {
  const ask = async (): Promise<IncomingMessage> => {
    const answer = await upgrade(url, { headers: { cookie: operator.node.jar.header }, localAddress });
    // Who says nothing is sent away after a while, and on a slow machine that is before the address is full.
    if (answer.statusCode === 101) answer.socket.on('error', () => undefined).write(HELLO);
    return answer;
  };
  const answers: IncomingMessage[] = [];
  while (answers.length < CONNECTIONS_PER_ADDRESS - AT_A_TIME) {
    answers.push(...(await Promise.all(Array.from({ length: AT_A_TIME }, ask))));
  }
  while (answers.at(-1)?.statusCode === 101 && answers.length <= 2 * CONNECTIONS_PER_ADDRESS) answers.push(await ask());
  return {
    granted: answers.filter(({ statusCode }) => statusCode === 101).length,
    refusal: answers.at(-1)!,
    [Symbol.dispose]: () => answers.forEach(({ socket }) => socket.destroy()),
  };
}

const HELLO = maskedFrame(JSON.stringify({ t: 'hello', v: PROTOCOL_VERSION }));

/** A short text frame of a client's, masked by zeros, which leaves it as it is. */
function maskedFrame(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x81, 0x80 | text.length, 0, 0, 0, 0), Buffer.from(text)]);
}
