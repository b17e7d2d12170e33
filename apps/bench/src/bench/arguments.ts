import { listOf, parseScript, wholeNumber, type ParsedArguments } from '@skein/command-line/script-options';
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
  const options = {
    texts: ['rounds', 'measure', 'accounts', 'loads', 'peers', 'workers', 'generator'],
    switches: ['quick', 'write', 'no-write'],
  } as const;
  return parseScript(args, options, (flags) => {
    const { quick, loads, peers, workers, generator } = flags;
    const base = quick ? QUICK : FULL;
    const isWhole = !(quick || loads || peers || generator);
    return {
      ...base,
      rounds: wholeNumber('rounds', flags.rounds, base.rounds),
      measureMs: wholeNumber('measure', flags.measure, base.measureMs),
      accounts: wholeNumber('accounts', flags.accounts, base.accounts),
      loads: listOf(
        loads,
        LOADS.map(({ key }) => key),
      ),
      peers: peers?.split(',') ?? base.peers,
      writes: !flags['no-write'] && (flags.write ?? isWhole),
      ...(generator === undefined ? {} : { generator: generatorOf(generator) }),
      ...(workers === undefined ? {} : { workers }),
    };
  });
}

function generatorOf(text: string): GeneratorKind {
  if (text === 'c' || text === 'node') return text;
  throw new Error(`--generator must be c or node, not ${JSON.stringify(text)}.`);
}
