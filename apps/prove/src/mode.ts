import { CONCURRENCY } from '@skein/bench/start';

/** What tests of the edge must know of the mode of concurrency that they run in; `pnpm modes` runs them in each. */
export class Mode {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** The ledger and the edge may end without the process. */
  get hasWorkers(): boolean {
    return this.name !== 'async';
  }

  /** How many workers clients can be spread over, where a pool has so many. */
  spreadOver(workers: number): number {
    return this.hasWorkers ? workers : 1;
  }

  get isPool(): boolean {
    return this.name === 'thread-pool' || this.name === 'process-pool';
  }

  get isPerConnection(): boolean {
    return this.name === 'thread' || this.name === 'process';
  }

  /** Each connection may cost half a second of CPU: then there are only a few. */
  clients({ many, few }: { readonly many: number; readonly few: number }): number {
    return this.isPerConnection ? few : many;
  }
}

export const MODE = new Mode(CONCURRENCY);
