import { parseArgs } from 'node:util';
import { listOf, parseWith, wholeNumber, withoutDashes, type ParsedArguments } from './command.ts';
import type { GeneratorKind } from './generator.ts';
import { LOADS } from './loads.ts';

export interface BenchOptions {
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Accounts that are registered, once a run; clients share them evenly. */
  readonly accounts: number;
  readonly idleClients: number;
  /** Keys of loads; empty for all. */
  readonly loads: readonly string[];
  /** Keys of peers; empty for all that are there. */
  readonly peers: readonly string[];
  /** Given to the server: its number of hub workers. */
  readonly workers?: string;
  /** By default the one in C where there is a compiler. */
  readonly generator?: GeneratorKind;
  /** Whether benchmark.md and its charts are written anew. */
  readonly writes: boolean;
}

const FULL = {
  rounds: 9,
  warmUpMs: 1_500,
  measureMs: 2_000,
  accounts: 1_000,
  idleClients: 5_000,
  peers: [] as string[],
};
const QUICK = {
  rounds: 1,
  warmUpMs: 300,
  measureMs: 1_000,
  accounts: 300,
  idleClients: 1_000,
  peers: ['ws', 'socket.io'],
};

export const HELP = `Measures what a delivered message costs Skein and its peers, in turn, on this machine.

  pnpm bench [options]

  --quick          about two minutes: one short round with ws and socket.io; prints, and writes only with --write
  --rounds N       rounds, each with every load and every peer (${FULL.rounds}; with --quick ${QUICK.rounds})
  --measure MS     how long each load is measured (${FULL.measureMs}; with --quick ${QUICK.measureMs})
  --accounts N     accounts that are registered before (${FULL.accounts}; with --quick ${QUICK.accounts})
  --loads LIST     of ${LOADS.map(({ key }) => key).join(',')} (all)
  --peers LIST     of ws,ws-cluster,socket.io,c,c-coalescing,nats,mosquitto,ejabberd (all that are there)
  --workers N      hub workers of Skein (its own default)
  --generator KIND c or node (c where there is a compiler): two that must agree on what the server takes
  --write          write benchmark.md and its charts, also after --quick or a part of the loads
  --no-write       only print
  --help           this page`;

export function parseBenchArguments(args: readonly string[]): ParsedArguments<BenchOptions> {
  return parseWith(() => readOptions(args));
}

function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: withoutDashes(args),
    allowNegative: true,
    options: {
      quick: { type: 'boolean' },
      rounds: { type: 'string' },
      measure: { type: 'string' },
      accounts: { type: 'string' },
      loads: { type: 'string' },
      peers: { type: 'string' },
      workers: { type: 'string' },
      generator: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const base = values.quick ? QUICK : FULL;
  return {
    ...base,
    rounds: wholeNumber('rounds', values.rounds, base.rounds),
    measureMs: wholeNumber('measure', values.measure, base.measureMs),
    accounts: wholeNumber('accounts', values.accounts, base.accounts),
    loads: listOf(
      values.loads,
      LOADS.map(({ key }) => key),
    ),
    peers: values.peers === undefined ? base.peers : values.peers.split(','),
    writes: values.write ?? !(values.quick || values.loads || values.peers || values.generator),
    ...(values.generator === undefined ? {} : { generator: generatorOf(values.generator) }),
    ...(values.workers === undefined ? {} : { workers: values.workers }),
  };
}

function generatorOf(text: string): GeneratorKind {
  if (text === 'c' || text === 'node') return text;
  throw new Error(`--generator must be c or node, not ${JSON.stringify(text)}.`);
}
