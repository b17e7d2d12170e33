import { counted, number, times } from '../report/format.ts';
import { BASELINE, MULTI, SINGLE } from './modes.ts';
import {
  cpuPerThousand,
  perSecond,
  ratioOf,
  sizesOf,
  summarizeChat,
  summarizeRequests,
  type ConcurrencyResults,
} from './results.ts';

// What a run says of threads, in words: sentences that state figures as they were seen, whichever way they went.

const [DEFAULT_POOL, LARGER_POOL] = MULTI;
const MEGABYTE = 2 ** 20;

export function whatThreadsBuy(results: ConcurrencyResults): string {
  const { machine, delayMs } = results;
  const requests = results.requests.filter(({ kind }) => kind === 'capacity');
  const answers = (key: string): string => times(ratioOf(requests, key, SINGLE, ({ figures }) => perSecond(figures)));
  const held = (key: string): string => number(summarizeRequests(results, key, 'delayed')?.perSecond ?? NaN);
  const delivers = (key: string): string => {
    const ratio = (clients: number): string => {
      const chat = results.chat.filter(({ figures }) => figures.clients === clients);
      return `${times(ratioOf(chat, key, SINGLE, ({ figures }) => figures.deliveriesPerSecond))} with ${clientsInWords(clients)}`;
    };
    return sizesOf(results).map(ratio).join(', ');
  };
  return (
    `**What threads buy here.** On ${machine.cores} cores, and beside what asks, the pool answers ${answers(DEFAULT_POOL)} the requests of one loop with its ` +
    `default of workers and ${answers(LARGER_POOL)} with four. Where each answer holds its thread for ${delayMs} ms, what counts is how many can be held at ` +
    `once: one loop gives ${held(SINGLE)} a second, the default pool ${held(DEFAULT_POOL)}, four workers ${held(LARGER_POOL)}, a thread for each of ten connections ` +
    `${held('thread')}, a process for each ${held('process')}. Of messages the default pool delivers, as a multiple of one loop: ` +
    `${delivers(DEFAULT_POOL)}; four workers: ${delivers(LARGER_POOL)}.`
  );
}

export function whatThreadsCost(results: ConcurrencyResults): string {
  const requests = results.requests.filter(({ kind }) => kind === 'capacity');
  const cpu = (key: string, than = SINGLE): string =>
    times(ratioOf(requests, key, than, ({ figures }) => cpuPerThousand(figures)));
  const memory = (key: string): string => {
    const bytes = summarizeRequests(results, key, 'capacity')?.memoryBytes ?? NaN;
    return `${number(bytes / MEGABYTE)} MB`;
  };
  const sizes = sizesOf(results);
  // One client alone writes as fast as an account may, whoever serves it.
  const several = sizes.find((size) => size > 1) ?? sizes[0] ?? 0;
  const p50 = (key: string): string => `${number(summarizeChat(results, key, several)?.p50Ms ?? NaN)} ms`;
  return (
    `**Where they cost.** A request costs the default pool ${cpu(DEFAULT_POOL)} the CPU that it costs one loop, and ${cpu(DEFAULT_POOL, BASELINE)} that of Express alone; ` +
    `with a thread for each connection it is ${cpu('thread')} that of one loop, with a process for each ${cpu('process')}, their starts included. Under ten ` +
    `connections one loop takes ${memory(SINGLE)} of memory, the default pool ${memory(DEFAULT_POOL)}, four workers ${memory(LARGER_POOL)}, a thread for each ${memory('thread')}, a ` +
    `process for each ${memory('process')}. A message goes from one thread to another to be stored, and back: with ${clientsInWords(several)} it takes ${p50(SINGLE)} on one loop ` +
    `at the median, ${p50(DEFAULT_POOL)} in the default pool, ${p50('process-pool')} in a pool of processes.`
  );
}

export function clientsInWords(count: number): string {
  return count === 1 ? '1 client' : `${counted(count)} clients`;
}
