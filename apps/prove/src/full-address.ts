import type { IncomingMessage } from 'node:http';
import type { House } from './house.ts';
import { upgrade } from './wire.ts';

/** Connections of one address at a time, over all workers. */
export const CONNECTIONS_PER_ADDRESS = 2_000;
const AT_A_TIME = 100;

/** The connections that an address of this machine was granted, until it is disposed of. */
export interface FullAddress extends Disposable {
  readonly asked: number;
  readonly granted: number;
  /** Of all answers. */
  readonly statuses: ReadonlySet<number | undefined>;
}

/** Asks for as many connections as one address may have, and some more. */
export async function fillAddress({ url, operator }: House, localAddress: string): Promise<FullAddress> {
  const headers = { cookie: operator.node.jar.header };
  const answers: IncomingMessage[] = [];
  while (answers.length < CONNECTIONS_PER_ADDRESS + AT_A_TIME) {
    const asks = Array.from({ length: AT_A_TIME }, () => upgrade(url, { headers, localAddress }));
    answers.push(...(await Promise.all(asks)));
  }
  return {
    asked: answers.length,
    granted: answers.filter(({ statusCode }) => statusCode === 101).length,
    statuses: new Set(answers.map(({ statusCode }) => statusCode)),
    [Symbol.dispose]: () => answers.forEach(({ socket }) => socket.destroy()),
  };
}
